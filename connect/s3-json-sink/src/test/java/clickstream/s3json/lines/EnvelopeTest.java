package clickstream.s3json.lines;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.EnumSet;
import java.util.Set;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.header.ConnectHeaders;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EnvelopeTest {
    private static SinkRecord record(Object key, Object value, ConnectHeaders headers) {
        return new SinkRecord(
                "app_logs", 3, null, key, null, value, Long.MAX_VALUE, -1L, TimestampType.CREATE_TIME, headers);
    }

    @Test
    void allFieldsInTheirOrder() {
        // GIVEN a record with everything
        ConnectHeaders headers = new ConnectHeaders();
        headers.add("trace", "a\"b\u0001".getBytes(UTF_8), Schema.OPTIONAL_BYTES_SCHEMA);
        headers.add("trace", 7, Schema.INT32_SCHEMA);
        headers.add("none", null, null);
        // WHEN its line is made THEN the value's text stays as it was
        assertEquals(
                "{\"key\":\"k\\n"
                    + "\\\\\",\"headers\":[{\"key\":\"trace\",\"value\":\"a\\\"b\\u0001\"},"
                    + "{\"key\":\"trace\",\"value\":7},{\"key\":\"none\",\"value\":null}],\"topic\":\"app_logs\",\"partition\":3,\"offset\":9223372036854775807,\"timestamp\":-1,\"value\":{"
                    + " \"n\": 1.10 }}\n",
                Lines.textOf(
                        record("k\n\\".getBytes(UTF_8), "{ \"n\": 1.10 }".getBytes(UTF_8), headers),
                        EnumSet.allOf(EnvelopeField.class)));
    }

    @Test
    void theValueCanBeFoundInsideTheLine() {
        LineBuffer buffer = new LineBuffer();
        new LineMaker(Set.of(EnvelopeField.OFFSET))
                .append(record(null, "{\"a\":1}".getBytes(UTF_8), new ConnectHeaders()), buffer);
        assertEquals(
                "{\"a\":1}",
                new String(buffer.array(), buffer.valueStart(), buffer.valueEnd() - buffer.valueStart(), UTF_8));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1,\"offset\":0",
                "{",
                "[1}",
                "nul",
                "tru",
                "01",
                "1.",
                "\"a",
                "\"\\x\"",
                "{\"a\" 1}",
                "{1:2}",
                "[1,]",
                "a",
                "1 2",
                "{}}"
            })
    void aValueThatIsNoJsonGoesInAsAString(String value) {
        // GIVEN text that would break the envelope or slip a field into it WHEN wrapped THEN it is one string
        String quoted = "\"" + value.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
        assertEquals("{\"partition\":3,\"value\":" + quoted + "}\n", wrapped(value));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "[]",
                "null",
                " true ",
                "false",
                "-0.1e+5",
                "0",
                "10E2",
                "\"\\u12aF\\n\"",
                "[[],{\"a\":[1,{\"b\":null}]},\"é\"]"
            })
    void aValueThatIsJsonGoesInAsItIs(String value) {
        assertEquals("{\"partition\":3,\"value\":" + value + "}\n", wrapped(value));
    }

    @Test
    void aDeepValueNeedsNoDeepStack() {
        String deep = "[".repeat(1_000_000) + "]".repeat(1_000_000);
        assertEquals("{\"partition\":3,\"value\":" + deep + "}\n", wrapped(deep));
    }

    @Test
    void aRecordWithoutAValueCanBeWrittenAsNull() {
        LineBuffer buffer = new LineBuffer();
        new LineMaker(Set.of(EnvelopeField.PARTITION)).appendNull(record(null, null, new ConnectHeaders()), buffer);
        new LineMaker(Set.of()).appendNull(record(null, null, new ConnectHeaders()), buffer);
        assertEquals("{\"partition\":3,\"value\":null}\nnull\n", new String(buffer.array(), 0, buffer.length(), UTF_8));
    }

    private static String wrapped(String value) {
        return Lines.textOf(record(null, value.getBytes(UTF_8), new ConnectHeaders()), Set.of(EnvelopeField.PARTITION));
    }
}
