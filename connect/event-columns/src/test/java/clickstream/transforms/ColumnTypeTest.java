package clickstream.transforms;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Locale;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ColumnTypeTest {
    @ParameterizedTest(name = "{1} as {0} is {2}")
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "string, \"a\\nb\", `a\nb`",
                "string, \"\\ud83d\\ude00\", 😀",
                "string, \"\\ude00\\ud83d\", null",
                "string, \"\\ud83d\", null",
                "string, 1.50, 1.50",
                "string, [1], [1]",
                "int, 19, 19",
                "int, -2147483648, -2147483648",
                "int, 2147483648, null",
                "int, 19.99, null",
                "int, 1.9e1, 19",
                "int, \"19\", null",
                "int, [19], null",
                "int, true, null",
                "long, 9223372036854775807, 9223372036854775807",
                "long, -9223372036854775808, -9223372036854775808",
                "long, 9223372036854775808, null",
                "long, 12345678901234567890, null",
                "long, 1e18, 1000000000000000000",
                "long, 1e400, null",
                "long, 1e2147483648, null",
                "long, 1e-1, null",
                "long, 5.0, 5",
                "long, -0, 0",
                "long, 0e99, 0",
                "float, 19.99, 19.99",
                "float, 1e39, null",
                "float, 1e-60, null",
                "float, 0e-60, 0.0",
                "double, 19, 19.0",
                "double, -0, -0.0",
                "double, 1e308, 1.0E308",
                "double, 1e400, null",
                "double, 1e-400, null",
                "double, 0.000, 0.0",
                "double, \"1\", null",
                "double, null-like, null",
                "boolean, true, true",
                "boolean, false, false",
                "boolean, 1, null",
                "boolean, \"true\", null",
                "date, \"2026-11-28\", 2026-11-28",
                "date, \"2026-02-29\", null",
                "date, \"0000-01-01\", null",
                "date, \"2026-11-28T00:00Z\", null",
                "date, 20000, null",
                "timestamp, 1764331200123, 2025-11-28T12:00:00.123Z",
                "timestamp, \"2025-11-28T20:00:00.123456+08:00\", 2025-11-28T12:00:00.123456Z",
                "timestamp, \"2025-11-28T12:00Z\", 2025-11-28T12:00Z",
                "timestamp, \"2025-11-28T12:00:00.1234567Z\", null",
                "timestamp, \"2025-11-28T12:00:00\", null",
                "timestamp, \"9999-12-31T23:00:00-02:00\", null",
                "timestamp, 9223372036854775807, null",
                "timestamp, -62135596800001, null",
                "timestamp, 1.5, null",
                "timestamp, {}, null",
            })
    void whatDoesNotFitIsNull(String type, String json, String expected) {
        ColumnType column = ColumnType.valueOf(type.toUpperCase(Locale.ROOT));
        // In the middle of something else, as it is in an event.
        String text = "9" + json + "9";
        assertEquals(expected, String.valueOf(column.of(text, 1, text.length() - 1)));
    }
}
