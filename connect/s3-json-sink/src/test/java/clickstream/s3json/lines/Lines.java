package clickstream.s3json.lines;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.sink.SinkRecord;

/** Makes lines in tests. */
final class Lines {
    private Lines() {}

    static SinkRecord record(Schema schema, Object value) {
        return new SinkRecord(
                "app_logs", 3, null, null, schema, value, 42, 1_700_000_000_000L, TimestampType.CREATE_TIME);
    }

    /** Bytes as the byte-array converter gives them, text as the string converter does. */
    static byte[] bytesOf(Object value) {
        Schema schema = value instanceof String ? Schema.OPTIONAL_STRING_SCHEMA : null;
        return bytesOf(record(schema, value), EnumSet.noneOf(EnvelopeField.class));
    }

    static byte[] bytesOf(SinkRecord record, Set<EnvelopeField> envelope) {
        LineBuffer buffer = new LineBuffer();
        boolean written = new LineMaker(envelope).append(record, buffer);
        return written ? Arrays.copyOf(buffer.array(), buffer.length()) : null;
    }

    static String textOf(Schema schema, Object value) {
        return textOf(record(schema, value), EnumSet.noneOf(EnvelopeField.class));
    }

    static String textOf(SinkRecord record, Set<EnvelopeField> envelope) {
        byte[] bytes = bytesOf(record, envelope);
        return bytes == null ? null : new String(bytes, StandardCharsets.UTF_8);
    }
}
