package clickstream.s3json.layout;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import clickstream.s3json.lines.EnvelopeField;
import clickstream.s3json.lines.LineBuffer;
import clickstream.s3json.lines.LineMaker;
import java.time.Instant;
import java.time.ZoneId;
import java.util.EnumSet;
import java.util.Map;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TimeSourceTest {
    private static final ZoneId TOKYO = ZoneId.of("Asia/Tokyo");
    private static final long OWN = 1_600_000_000_000L;

    @ParameterizedTest
    @CsvSource({
        "1767225600123, 2026-01-01T00:00:00.123Z",
        "1767225600, 2026-01-01T00:00:00Z",
        "1767225600.98765, 2026-01-01T00:00:00.987Z",
        "1767225600123.9, 2026-01-01T00:00:00.123Z",
        "0, 1970-01-01T00:00:00Z",
        "253402300799999, 9999-12-31T23:59:59.999Z",
        "\"1767225600123\", 2026-01-01T00:00:00.123Z",
        "\"2026-01-01T00:00:00Z\", 2026-01-01T00:00:00Z",
        "\"2026-01-01t00:00:00.1239z\", 2026-01-01T00:00:00.123Z",
        "\"2026-01-01 00:00:00+0530\", 2025-12-31T18:30:00Z",
        "\"2026-01-01T00:00-03:00\", 2026-01-01T03:00:00Z",
        "\"2026-01-01T00:00:00+09\", 2025-12-31T15:00:00Z",
        "\"2026-01-01T00:00:00\", 2025-12-31T15:00:00Z",
        "\"2026-01-01\", 2025-12-31T15:00:00Z",
        "\"2024-02-29T23:59:60Z\", 2024-03-01T00:00:00Z",
        "\"2000-02-29T12:00:00Z\", 2000-02-29T12:00:00Z"
    })
    void readsNumbersAndIso8601(String value, String expected) {
        assertEquals(Instant.parse(expected).toEpochMilli(), timeOf("{\"meta\":{\"ctime\":" + value + "}}", false));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-1",
                "1e12",
                "1767225600123456789",
                "99999999999999999999",
                "253402300800000",
                "1.",
                "12x",
                "null",
                "true",
                "{}",
                "[1]",
                "\"\"",
                "\"yesterday\"",
                "\"2026-13-01\"",
                "\"2026-02-29\"",
                "\"1900-02-29\"",
                "\"2026-01-01T24:00:00Z\"",
                "\"2026-01-01T00:00:00.Z\"",
                "\"2026-01-01T00:00:00Zx\"",
                "\"2026-01-01T00:00:00+99:00\"",
                "\"1969-12-31T00:00:00Z\"",
                "\"2026-01-01T00:00:00"
            })
    void whatIsNoMomentHasNoTimeOrTheRecordsOwn(String value) {
        String json = "{\"meta\":{\"ctime\":" + value + "}}";
        assertEquals(TimeSource.NONE, timeOf(json, false));
        assertEquals(OWN, timeOf(json, true));
    }

    @Test
    void everyDayOfTheCalendarIsRead() {
        // GIVEN the first second of each day from 1970 to 2200 WHEN read as text THEN it is java.time's moment
        for (long day = 0; day < 84_000; day++) {
            Instant instant = Instant.ofEpochSecond(day * 86_400);
            assertEquals(instant.toEpochMilli(), timeOf("{\"meta\":{\"ctime\":\"" + instant + "\"}}", false));
        }
    }

    @Test
    void theFieldOfWhatAConverterMadeIsReadToo() {
        assertEquals(5000, timeOf(record(Map.of("meta", Map.of("ctime", 5L)), OWN), "meta.ctime", false));
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "-1, -9223372036854775808",
        "-5, -9223372036854775808",
        ", -9223372036854775808",
        "9223372036854775807, -9223372036854775808"
    })
    void aRecordsOwnTimeCanBeUnusable(Long timestamp, long expected) {
        assertEquals(expected, timeOf(record(Map.of("a", 1), timestamp), TimeSource.RECORD, true));
    }

    private static long timeOf(String json, boolean fallBack) {
        return timeOf(record(json.getBytes(UTF_8), OWN), "meta.ctime", fallBack);
    }

    private static long timeOf(SinkRecord record, String path, boolean fallBack) {
        LineBuffer line = new LineBuffer();
        new LineMaker(EnumSet.of(EnvelopeField.OFFSET)).append(record, line);
        return new TimeSource(path, TOKYO, fallBack).timeOf(record, line);
    }

    private static SinkRecord record(Object value, Long timestamp) {
        return new SinkRecord("t", 0, null, null, null, value, 1, timestamp, TimestampType.CREATE_TIME);
    }
}
