package clickstream.transforms;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Types of a column, by Iceberg's names, and what JSON fits into each without becoming another value. */
enum ColumnType {
    /** A string's text; any other value as it is written. */
    STRING {
        @Override
        Object of(String text, int from, int to) {
            return text.charAt(from) == '"' ? JsonText.of(text, from, to) : text.substring(from, to);
        }
    },
    /** A whole number of 32 bits, however it is written. */
    INT {
        @Override
        Object of(String text, int from, int to) {
            Long value = whole(text, from, to);
            return value == null || value != value.intValue() ? null : (Object) value.intValue();
        }
    },
    /** A whole number of 64 bits, however it is written. */
    LONG {
        @Override
        Object of(String text, int from, int to) {
            return whole(text, from, to);
        }
    },
    /** The nearest number of 32 bits; not infinity, and not zero for what is not zero. */
    FLOAT {
        @Override
        Object of(String text, int from, int to) {
            if (!isNumber(text, from)) return null;
            float value = Float.parseFloat(text.substring(from, to));
            return Float.isInfinite(value) || value == 0 && !isZero(text, from, to) ? null : (Object) value;
        }
    },
    /** The nearest number of 64 bits; not infinity, and not zero for what is not zero. */
    DOUBLE {
        @Override
        Object of(String text, int from, int to) {
            if (!isNumber(text, from)) return null;
            double value = Double.parseDouble(text.substring(from, to));
            return Double.isInfinite(value) || value == 0 && !isZero(text, from, to) ? null : (Object) value;
        }
    },
    /** {@code true} or {@code false}. */
    BOOLEAN {
        @Override
        Object of(String text, int from, int to) {
            char first = text.charAt(from);
            return first == 't' ? Boolean.TRUE : first == 'f' ? Boolean.FALSE : null;
        }
    },
    /** A string such as {@code 2026-11-28}. */
    DATE {
        @Override
        Object of(String text, int from, int to) {
            if (text.charAt(from) != '"' || to - from != 12) return null;
            try {
                LocalDate date = LocalDate.parse(text.substring(from + 1, to - 1));
                return inRange(date.getYear()) ? date : null;
            } catch (DateTimeException notADate) {
                return null;
            }
        }
    },
    /** Epoch milliseconds, or ISO 8601 with a zone, to the microsecond. */
    TIMESTAMP {
        @Override
        Object of(String text, int from, int to) {
            try {
                if (text.charAt(from) != '"') return instant(whole(text, from, to));
                // No ISO time is longer; a longer text would be copied into the error.
                if (to - from > 64) return null;
                OffsetDateTime time = OffsetDateTime.parse(text.substring(from + 1, to - 1));
                OffsetDateTime utc = time.withOffsetSameInstant(ZoneOffset.UTC);
                return inRange(utc.getYear()) && utc.getNano() % 1000 == 0 ? utc : null;
            } catch (DateTimeException notATime) {
                return null;
            }
        }
    };

    /** Digits of the longest number that is taken for a whole one; parsing takes the square of the length in time. */
    private static final int LONGEST_WHOLE = 100;

    /** The column's value for the JSON between two positions, which is not {@code null}; null where it does not fit. */
    abstract Object of(String text, int from, int to);

    String spelling() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Optional<ColumnType> named(String name) {
        return Arrays.stream(values())
                .filter(type -> type.spelling().equals(name))
                .findFirst();
    }

    /** A point in time from epoch milliseconds; null outside of the years that the readers of a table know. */
    static OffsetDateTime instant(Long milliseconds) {
        if (milliseconds == null) return null;
        try {
            OffsetDateTime time = Instant.ofEpochMilli(milliseconds).atOffset(ZoneOffset.UTC);
            return inRange(time.getYear()) ? time : null;
        } catch (DateTimeException outOfRange) {
            return null;
        }
    }

    private static boolean inRange(int year) {
        return year >= 1 && year <= 9999;
    }

    private static boolean isNumber(String text, int from) {
        char first = text.charAt(from);
        return first == '-' || first >= '0' && first <= '9';
    }

    private static boolean isZero(String text, int from, int to) {
        for (int at = from; at < to; at++) {
            char c = text.charAt(at);
            if (c == 'e' || c == 'E') break;
            if (c >= '1' && c <= '9') return false;
        }
        return true;
    }

    private static Long whole(String text, int from, int to) {
        if (!isNumber(text, from) || to - from > LONGEST_WHOLE) return null;
        long value = 0;
        int first = text.charAt(from) == '-' ? from + 1 : from;
        for (int at = first; at < to; at++) {
            char c = text.charAt(at);
            if (c < '0' || c > '9' || at - first == 18) return exact(text.substring(from, to));
            value = 10 * value + c - '0';
        }
        return first == from ? value : -value;
    }

    private static Long exact(String number) {
        try {
            return new BigDecimal(number).longValueExact();
        } catch (ArithmeticException notWhole) {
            return null;
        } catch (NumberFormatException hugeExponent) {
            return null;
        }
    }
}
