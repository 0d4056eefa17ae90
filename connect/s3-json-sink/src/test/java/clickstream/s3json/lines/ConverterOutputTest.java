package clickstream.s3json.lines;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Date;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaAndValue;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.data.Time;
import org.apache.kafka.connect.data.Timestamp;
import org.apache.kafka.connect.json.JsonConverter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConverterOutputTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"a\":[1,true,null,\"x\\\"\\\\y\\u0001\"]}",
                "[-9223372036854775808,9223372036854775807,1.5,0]",
                "\"é😀\"",
                "{}",
                "[[[]]]"
            })
    void whatTheJsonConverterReadIsWrittenAgain(String json) {
        // GIVEN Connect's JSON converter without schemas
        JsonConverter converter = new JsonConverter();
        converter.configure(Map.of("schemas.enable", "false"), false);
        // WHEN an event goes through it and into a line THEN the line is the event
        SchemaAndValue read = converter.toConnectData("app_logs", json.getBytes(UTF_8));
        assertEquals(json + "\n", Lines.textOf(read.schema(), read.value()));
    }

    @Test
    void aStructWithEachTypeOfConnect() {
        // GIVEN a schema with every type, logical ones too
        Schema decimal = Decimal.schema(20);
        Schema schema = SchemaBuilder.struct()
                .field("i8", Schema.INT8_SCHEMA)
                .field("i64", Schema.INT64_SCHEMA)
                .field("f32", Schema.FLOAT32_SCHEMA)
                .field("f64", Schema.FLOAT64_SCHEMA)
                .field("nan", Schema.FLOAT64_SCHEMA)
                .field("text", Schema.STRING_SCHEMA)
                .field("bytes", Schema.BYTES_SCHEMA)
                .field("decimal", decimal)
                .field("date", Date.SCHEMA)
                .field("time", Time.SCHEMA)
                .field("timestamp", Timestamp.SCHEMA)
                .field("absent", SchemaBuilder.int32().optional().build())
                .field(
                        "defaulted",
                        SchemaBuilder.int32().optional().defaultValue(9).build())
                .field(
                        "map",
                        SchemaBuilder.map(Schema.INT32_SCHEMA, Timestamp.SCHEMA).build())
                .field("list", SchemaBuilder.array(Date.SCHEMA).build())
                .build();
        Struct struct = new Struct(schema)
                .put("i8", (byte) -8)
                .put("i64", Long.MIN_VALUE)
                .put("f32", 0.1f)
                .put("f64", 1e300)
                .put("nan", Double.NaN)
                .put("text", "a\nb")
                .put("bytes", new byte[] {0, -1})
                .put("decimal", new BigDecimal("12345678901234567890.00000000000000000001"))
                .put("date", new java.util.Date(86_400_000L * 3))
                .put("time", new java.util.Date(5))
                .put("timestamp", new java.util.Date(1_700_000_000_123L))
                .put("map", Map.of(1, new java.util.Date(2)))
                .put("list", List.of(new java.util.Date(0)));
        // WHEN its line is made THEN numbers are exact and dates are what the JSON converter writes
        assertEquals(
                "{\"i8\":-8,\"i64\":-9223372036854775808,\"f32\":0.1,\"f64\":1.0E300,\"nan\":\"NaN\",\"text\":\"a\\n"
                    + "b\",\"bytes\":\"AP8=\",\"decimal\":12345678901234567890.00000000000000000001,\"date\":3,\"time\":5,\"timestamp\":1700000000123,\"absent\":null,\"defaulted\":9,\"map\":[[1,2]],\"list\":[0]}\n",
                Lines.textOf(schema, struct));
    }

    @Test
    void bigNumbersWithoutASchemaStayExact() {
        assertEquals(
                "[123456789012345678901234567890,1E+400,0.10]\n",
                Lines.textOf(
                        null,
                        Arrays.asList(
                                new BigInteger("123456789012345678901234567890"),
                                new BigDecimal("1e400"),
                                new BigDecimal("0.10"))));
    }

    @Test
    void whatHasNoJsonFormIsABadRecord() {
        // GIVEN an object that no converter makes, and a nesting without end
        Object deep = List.of();
        for (int i = 0; i < 5000; i++) deep = List.of(deep);
        for (Object value : List.of(new Object(), deep)) {
            // WHEN its line is made THEN the record is bad, for that reason
            BadRecordException bad = assertThrows(BadRecordException.class, () -> Lines.bytesOf(value));
            assertEquals(BadRecordException.Reason.NOT_WRITABLE, bad.reason());
        }
    }
}
