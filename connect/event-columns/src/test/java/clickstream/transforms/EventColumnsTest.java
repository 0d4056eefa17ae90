package clickstream.transforms;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.stream.Collectors;
import javax.management.ObjectName;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.transforms.Transformation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventColumnsTest {
    @Test
    void anEventOfTheCollectorFillsEveryColumn() {
        // GIVEN
        String event = "{\"meta\":{\"project\":\"shop\",\"ctime\":1764331200000,\"ip\":\"203.0.113.9\",\"id\":\"1.2\","
                + "\"ua\":\"A \\\"b\\\" \\u00e9\",\"query\":\"a=1&b=2\"},"
                + "\"data\":{ \"amount\" : 19.990 , \"n\":[1,{}]}}";
        try (Rows rows = new Rows("amount:double:data.amount,count:int:data.n")) {
            // WHEN
            SinkRecord changed = rows.transform.apply(Rows.record(event));
            // THEN
            Map<String, Object> expected = new HashMap<>();
            expected.put("event_id", "1.2");
            expected.put("project", "shop");
            expected.put("ctime", 1764331200000L);
            expected.put("ip", "203.0.113.9");
            expected.put("user_agent", "A \"b\" é");
            expected.put("query", "a=1&b=2");
            expected.put("data", "{ \"amount\" : 19.990 , \"n\":[1,{}]}");
            expected.put("received_at", Instant.ofEpochMilli(Rows.TIME).atOffset(ZoneOffset.UTC));
            expected.put("kafka_partition", 3);
            expected.put("kafka_offset", 42L);
            expected.put("amount", 19.99);
            expected.put("count", null);
            assertEquals(expected, changed.value());
            assertNull(changed.valueSchema());
            assertEquals(
                    List.of("app_logs", 3, "key", 42L, Rows.TIME),
                    List.of(
                            changed.topic(),
                            changed.kafkaPartition(),
                            changed.key(),
                            changed.kafkaOffset(),
                            changed.timestamp()));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "not json",
                "{\"meta\":{\"id\":\"1\"},\"data\":1",
                "{\"meta\":{\"id\":\"1\"},\"data\":01}",
                "{\"meta\":{\"id\":\"1\"},\"data\":NaN}",
                "{\"meta\":{\"id\":\"1\"},\"data\":\"a\nb\"}",
                "{\"meta\":{\"id\":\"1\"},\"data\":\"\\x\"}",
                "{\"meta\":{\"id\":\"1\"},\"data\":\"\\u12\"}",
                "{\"meta\":{\"id\":\"1\"},\"data\":[1,]}",
                "{\"meta\":{\"id\":\"1\"},\"data\":{\"a\":1,}}",
                "{\"meta\":{\"id\":\"1\"},\"data\":1}{}",
                "{\"meta\":{\"id\":\"1\"},}",
                "{\"meta\":{\"id\":1 \"b\":2}}",
                "{'meta':1}",
                "\ufeff{\"data\":1}",
                "\u0000"
            })
    void whatIsNoJsonGoesWholeIntoData(String text) {
        try (Rows rows = new Rows("amount:double:data.amount")) {
            assertEquals(Map.of("data", text), rows.event(text));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"[{\"data\":1}]", "19", "\"text\"", "null", "true", "{}", "{\"date\":1}"})
    void jsonWithoutDataGoesWholeIntoDataToo(String text) {
        try (Rows rows = new Rows("")) {
            assertEquals(Map.of("data", text), rows.event(text));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "12345678901234567890",
                "1e400",
                "-0",
                "0.10",
                "null",
                "\"19\"",
                "\"\\ud83d\"",
                "\"\\/ \u2028 😀\"",
                "{\"a\":1,\"a\":2}",
                "{}",
                "[ ]",
                "[[],[1 , 2]]",
                "{\"__proto__\":{\"\":\"\"}}"
            })
    void dataIsTheExactSourceText(String data) {
        try (Rows rows = new Rows("")) {
            assertEquals(Map.of("data", data), rows.event(" { \"data\" :\t" + data + "\n}\r "));
        }
    }

    @Test
    void depthAndLengthHaveNoLimit() {
        String deep = "[".repeat(1_000_000) + "]".repeat(1_000_000);
        String number = "9".repeat(1_000_000);
        String mixed = "{\"a\":[".repeat(100_000) + "]}".repeat(100_000);
        try (Rows rows = new Rows("amount:double:data,n:long:data.a")) {
            assertEquals(Map.of("data", deep), withoutNulls(rows.event("{\"data\":" + deep + "}")));
            assertEquals(Map.of("data", number), withoutNulls(rows.event("{\"data\":" + number + "}")));
            assertEquals(Map.of("data", mixed), withoutNulls(rows.event("{\"data\":" + mixed + "}")));
            assertEquals(Map.of("data", deep + "]"), rows.event(deep + "]"));
        }
    }

    @Test
    void whatComesAgainReplacesWhatItSaidBefore() {
        try (Rows rows = new Rows("a:int:data.a,b:int:data.b.c")) {
            assertEquals(
                    Map.of("data", "{\"a\":2,\"b\":{}}", "a", 2, "project", "y"),
                    rows.event("{\"meta\":{\"id\":\"x\"},\"data\":{\"a\":1,\"b\":{\"c\":5}},"
                            + "\"meta\":{\"\\u0070roject\":\"y\"},\"d\\u0061ta\":{\"a\":2,\"b\":{}}}"));
        }
    }

    @Test
    void metaOfAnotherShapeIsNullAndCounted() throws Exception {
        try (Rows rows = new Rows("amount:double:data.amount")) {
            assertEquals(Map.of("data", "1"), withoutNulls(rows.event("{\"meta\":[1],\"data\":1}")));
            assertEquals(
                    Map.of("data", "{\"amount\":\"19\"}", "event_id", "17", "project", "{\"a\": 1}"),
                    withoutNulls(rows.event("{\"meta\":{\"id\":17,\"project\":{\"a\":"
                            + " 1},\"ctime\":\"abc\",\"ip\":null,\"ua\":\"\\ud83d\"},"
                            + "\"data\":{\"amount\":\"19\"}}")));
            rows.event("not json");
            assertEquals(Map.of("Records", 3L, "NotJson", 1L, "Unfit", 3L), jmx("Records", "NotJson", "Unfit"));
        }
        assertTrue(ManagementFactory.getPlatformMBeanServer()
                .queryNames(new ObjectName("clickstream:*"), null)
                .isEmpty());
    }

    @Test
    void bytesAreReadAsText() {
        byte[] bytes = "{\"data\":\"é😀\"}".getBytes(StandardCharsets.UTF_8);
        try (Rows rows = new Rows("")) {
            assertEquals(Map.of("data", "\"é😀\""), rows.event(bytes));
            assertEquals(Map.of("data", "\"é😀\""), rows.event(ByteBuffer.wrap(bytes)));
            assertEquals(Map.of("data", "{a=1}"), rows.event(Map.of("a", 1)));
        }
    }

    @Test
    void aTombstoneIsARowWithoutAnEvent() {
        try (Rows rows = new Rows("")) {
            assertEquals(Map.of(), rows.event(null));
            assertEquals(42L, rows.of((Object) null).get("kafka_offset"));
        }
    }

    @Test
    void aTimeThatNoTableHoldsIsNull() {
        try (Rows rows = new Rows("")) {
            for (Long time : new Long[] {null, -1L, Long.MAX_VALUE, Long.MIN_VALUE, 253402300800000L}) {
                SinkRecord record = new SinkRecord("t", 0, null, null, null, "{}", 0, time, TimestampType.CREATE_TIME);
                Object expected = time != null && time == -1 ? "1969-12-31T23:59:59.999Z" : "null";
                assertEquals(expected, String.valueOf(rows.of(record).get("received_at")));
            }
        }
    }

    @Test
    void aSourceRecordHasNoOffset() {
        EventColumns.Value<SourceRecord> transform = new EventColumns.Value<>();
        transform.configure(Map.of());
        Map<?, ?> row = (Map<?, ?>) transform
                .apply(new SourceRecord(null, null, "t", null, "{\"data\":1}"))
                .value();
        transform.close();
        assertEquals("1", row.get("data"));
        assertNull(row.get("kafka_offset"));
    }

    @Test
    @SuppressWarnings("rawtypes")
    void theWorkerFindsItAndItsVersion() {
        List<String> found = ServiceLoader.load(Transformation.class).stream()
                .map(provider -> provider.type().getName())
                .collect(Collectors.toList());
        assertEquals(List.of("clickstream.transforms.EventColumns$Value"), found);
        assertEquals("dev", new EventColumns.Value<SinkRecord>().version());
    }

    private static Map<String, Object> withoutNulls(Map<String, Object> row) {
        Map<String, Object> rest = new HashMap<>(row);
        rest.values().removeIf(java.util.Objects::isNull);
        return rest;
    }

    private static Map<String, Object> jmx(String... names) throws Exception {
        Map<String, Object> values = new HashMap<>();
        ObjectName name = new ObjectName("clickstream:type=event-columns,id=0");
        for (String attribute : names) {
            values.put(attribute, ManagementFactory.getPlatformMBeanServer().getAttribute(name, attribute));
        }
        return values;
    }
}
