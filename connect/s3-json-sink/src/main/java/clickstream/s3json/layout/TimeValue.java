package clickstream.s3json.layout;

import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;

/**
 * Reads a moment from a JSON value: a whole number of epoch milliseconds or seconds (below 100,000,000,000 it is seconds:
 * as milliseconds that would be before March 1973), the same in quotes, or ISO 8601 text, in the given zone if it names none.
 */
final class TimeValue {
    static final long NONE = Long.MIN_VALUE;
    private static final long FIRST_MILLISECONDS = 100_000_000_000L;

    private final ZoneId zone;
    private byte[] json;
    private int at;
    private int end;

    TimeValue(ZoneId zone) {
        this.zone = zone;
    }

    /** Epoch milliseconds, or {@link #NONE} for everything that is no such moment. */
    long read(byte[] bytes, int from, int to) {
        json = bytes;
        at = from;
        end = to;
        if (peek() != '"') return number();
        end = FieldPath.endOfString(bytes, from, to) - 1;
        at++;
        if (end < at) return NONE;
        int dash = at + 4;
        return dash < end && bytes[dash] == '-' ? iso() : number();
    }

    /** A fraction is cut off; a sign or an exponent makes it no moment. */
    private long number() {
        int from = at;
        long whole = 0;
        while (isDigit(peek()) && at - from < 18) whole = whole * 10 + json[at++] - '0';
        if (at == from) return NONE;
        int millis = 0;
        if (peek() == '.') {
            at++;
            millis = fraction();
            if (millis < 0) return NONE;
        }
        if (!atEnd()) return NONE;
        return whole < FIRST_MILLISECONDS ? whole * 1000 + millis : whole;
    }

    /** Milliseconds of a fraction of a second; -1 if there are no digits. */
    private int fraction() {
        int from = at;
        int millis = 0;
        int unit = 100;
        for (; isDigit(peek()); at++, unit /= 10) millis += (json[at] - '0') * unit;
        return at == from ? -1 : millis;
    }

    private long iso() {
        int year = digits(4);
        int month = next('-') ? digits(2) : -1;
        int day = next('-') ? digits(2) : -1;
        if (year < 0 || month < 1 || month > 12 || day < 1 || day > daysOf(year, month)) return NONE;
        int hour = 0;
        int minute = 0;
        int second = 0;
        int millis = 0;
        if (at < end) {
            if (!next('T') && !next(' ') && !next('t')) return NONE;
            hour = digits(2);
            minute = next(':') ? digits(2) : -1;
            if (next(':')) {
                second = digits(2);
                if (next('.') || next(',')) millis = fraction();
            }
            if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 60 || millis < 0)
                return NONE;
        }
        long local = (epochDay(year, month, day) * 86_400 + hour * 3600 + minute * 60 + second) * 1000 + millis;
        if (at == end) return local - 1000L * offsetOf(local);
        int offset = zoneSeconds();
        return offset == Integer.MAX_VALUE || at != end ? NONE : local - 1000L * offset;
    }

    private int zoneSeconds() {
        if (next('Z') || next('z')) return 0;
        int sign = next('+') ? 1 : next('-') ? -1 : 0;
        int hours = digits(2);
        int minutes = 0;
        if (next(':') || at < end) minutes = digits(2);
        if (sign == 0 || hours < 0 || hours > 18 || minutes < 0 || minutes > 59) return Integer.MAX_VALUE;
        return sign * (hours * 3600 + minutes * 60);
    }

    private int offsetOf(long localMillis) {
        LocalDateTime local = LocalDateTime.ofEpochSecond(Math.floorDiv(localMillis, 1000L), 0, ZoneOffset.UTC);
        return zone.getRules().getOffset(local).getTotalSeconds();
    }

    /** Days since 1970-01-01 of a day of the Gregorian calendar: years begin in March, so that a leap day is their last. */
    private static long epochDay(int year, int month, int day) {
        int marchYear = month > 2 ? year : year - 1;
        int marchMonth = (month + 9) % 12;
        int dayOfYear = (153 * marchMonth + 2) / 5 + day - 1;
        return 365L * marchYear
                + Math.floorDiv(marchYear, 4)
                - Math.floorDiv(marchYear, 100)
                + Math.floorDiv(marchYear, 400)
                + dayOfYear
                - 719_468;
    }

    private static int daysOf(int year, int month) {
        if (month == 2) return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28;
        return month == 4 || month == 6 || month == 9 || month == 11 ? 30 : 31;
    }

    private int digits(int count) {
        int number = 0;
        for (int i = 0; i < count; i++) {
            if (!isDigit(peek())) return -1;
            number = number * 10 + json[at++] - '0';
        }
        return number;
    }

    private boolean next(int wanted) {
        if (peek() != wanted) return false;
        at++;
        return true;
    }

    private int peek() {
        return at < end ? json[at] : -1;
    }

    private boolean atEnd() {
        int c = peek();
        return c == -1 && at >= end || c == ',' || c == '}' || c == ']' || c == ' ' || c == '\t';
    }

    private static boolean isDigit(int c) {
        return c >= '0' && c <= '9';
    }
}
