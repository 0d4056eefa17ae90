package clickstream.s3json.lines;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Set;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.header.Header;
import org.apache.kafka.connect.sink.SinkRecord;

/**
 * Makes one line of JSON from a record. Bytes and text pass as they are, unparsed; only raw line breaks become spaces, each
 * of them: outside strings JSON allows them as white space, inside strings it forbids them raw, so no valid event changes its
 * meaning. What a JSON converter made is written as JSON again.
 *
 * <p>Text with a schema comes from the string converter and is JSON already; text without one comes from the JSON converter
 * and is a JSON string.
 */
public final class LineMaker {
    private static final byte[] NULL = ascii("null");
    private static final byte[] VALUE = ascii("\"value\":");
    private static final byte[] HEADER_KEY = ascii("{\"key\":");
    private static final byte[] HEADER_VALUE = ascii(",\"value\":");

    private final EnvelopeField[] envelope;

    /** @param envelope what to put around the value; empty: the value alone is the line */
    public LineMaker(Set<EnvelopeField> envelope) {
        this.envelope = envelope.stream().sorted().toArray(EnvelopeField[]::new);
    }

    /**
     * Appends the record's line, with its line break.
     *
     * @return false, and nothing appended, when the record has no value: null, or nothing but white space
     * @throws BadRecordException when the value cannot be written as JSON
     */
    public boolean append(SinkRecord record, LineBuffer out) {
        int start = out.length();
        openEnvelope(record, out);
        out.markValueStart();
        putPlain(record.valueSchema(), record.value(), out);
        out.markValueEnd();
        if (record.value() == null || isBlank(out)) {
            out.truncate(start);
            return false;
        }
        if (envelope.length > 0) closeEnvelope(out);
        out.put('\n');
        return true;
    }

    /** Appends the line of a record without a value: null, in the envelope if there is one. */
    public void appendNull(SinkRecord record, LineBuffer out) {
        openEnvelope(record, out);
        out.markValueStart();
        out.put(NULL);
        out.markValueEnd();
        if (envelope.length > 0) out.put('}');
        out.put('\n');
    }

    private void openEnvelope(SinkRecord record, LineBuffer out) {
        if (envelope.length == 0) return;
        out.put('{');
        for (EnvelopeField field : envelope) {
            out.put(field.label());
            putField(field, record, out);
            out.put(',');
        }
        out.put(VALUE);
    }

    /** A value that is no JSON would break the envelope or slip fields into it, so it goes in as a string. */
    private static void closeEnvelope(LineBuffer out) {
        if (!JsonCheck.isOneValue(out.array(), out.valueStart(), out.valueEnd())) {
            byte[] text = Arrays.copyOfRange(out.array(), out.valueStart(), out.valueEnd());
            out.truncate(out.valueStart());
            JsonText.putQuoted(text, out);
            out.markValueEnd();
        }
        out.put('}');
    }

    private static void putField(EnvelopeField field, SinkRecord record, LineBuffer out) {
        switch (field) {
            case KEY:
                putQuotedText(record.keySchema(), record.key(), out);
                break;
            case HEADERS:
                putHeaders(record, out);
                break;
            case TOPIC:
                JsonText.putQuoted(record.topic(), out);
                break;
            case PARTITION:
                out.putNumber(record.kafkaPartition());
                break;
            case OFFSET:
                out.putNumber(record.kafkaOffset());
                break;
            case TIMESTAMP:
                if (record.timestamp() == null) out.put(NULL);
                else out.putNumber(record.timestamp());
                break;
            default:
                throw new AssertionError(field);
        }
    }

    private static void putHeaders(SinkRecord record, LineBuffer out) {
        out.put('[');
        boolean first = true;
        for (Header header : record.headers()) {
            if (!first) out.put(',');
            first = false;
            out.put(HEADER_KEY);
            JsonText.putQuoted(header.key(), out);
            out.put(HEADER_VALUE);
            putQuotedText(header.schema(), header.value(), out);
            out.put('}');
        }
        out.put(']');
    }

    private static void putPlain(Schema schema, Object value, LineBuffer out) {
        if (value instanceof byte[]) out.putOnOneLine((byte[]) value);
        else if (value instanceof ByteBuffer) out.putOnOneLine(remaining((ByteBuffer) value));
        else if (value instanceof String && schema != null) out.putOnOneLine((String) value);
        else JsonWriter.write(schema, value, out);
    }

    /** Keys and headers are no JSON in general: bytes and text become a JSON string. */
    private static void putQuotedText(Schema schema, Object value, LineBuffer out) {
        if (value instanceof byte[]) JsonText.putQuoted((byte[]) value, out);
        else if (value instanceof ByteBuffer) JsonText.putQuoted(remaining((ByteBuffer) value), out);
        else JsonWriter.write(schema, value, out);
    }

    private static boolean isBlank(LineBuffer out) {
        byte[] bytes = out.array();
        for (int i = out.valueStart(); i < out.valueEnd(); i++) if (bytes[i] != ' ' && bytes[i] != '\t') return false;
        return true;
    }

    static byte[] remaining(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.duplicate().get(bytes);
        return bytes;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
