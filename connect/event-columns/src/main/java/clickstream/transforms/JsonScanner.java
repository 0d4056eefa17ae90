package clickstream.transforms;

import java.util.Arrays;

/**
 * Finds where the parts of a JSON text (RFC 8259) end, at any depth, without building anything of it. Positions go in
 * and come out; {@link #BAD} where the text is no JSON.
 */
final class JsonScanner {
    static final int BAD = -1;

    private final String text;
    private final int end;
    /** Open containers as bits: true for an object, so that a deep value needs no deep stack. */
    private long[] open = new long[2];

    JsonScanner(String text) {
        this.text = text;
        this.end = text.length();
    }

    /** First position from {@code at} on that is no white space. */
    int space(int at) {
        while (at < end && isSpace(text.charAt(at))) at++;
        return at;
    }

    /** Whether this character is at {@code at}; the text may end before. */
    boolean is(char wanted, int at) {
        return at < end && text.charAt(at) == wanted;
    }

    /** End of the value that begins at {@code at}. */
    int value(int at) {
        int depth = 0;
        while (true) {
            if (is('{', at) || is('[', at)) {
                boolean object = is('{', at);
                at = space(at + 1);
                if (is(object ? '}' : ']', at)) {
                    at++;
                } else {
                    push(depth++, object);
                    if (object) at = name(at);
                    if (at < 0) return BAD;
                    continue;
                }
            } else {
                at = scalar(at);
                if (at < 0) return BAD;
            }
            boolean more = false;
            while (depth > 0 && !more) {
                boolean object = (open[(depth - 1) >> 6] & 1L << (depth - 1)) != 0;
                at = space(at);
                if (is(',', at)) {
                    at = space(at + 1);
                    if (object) at = name(at);
                    if (at < 0) return BAD;
                    more = true;
                } else if (is(object ? '}' : ']', at)) {
                    at++;
                    depth--;
                } else {
                    return BAD;
                }
            }
            if (!more) return at;
        }
    }

    /** End of the string whose opening quote is at {@code at}. */
    int string(int at) {
        for (int i = at + 1; i < end; i++) {
            char c = text.charAt(i);
            if (c == '"') return i + 1;
            if (c < ' ') return BAD;
            if (c == '\\') {
                i = escape(i);
                if (i < 0) return BAD;
            }
        }
        return BAD;
    }

    /** Start of a member's value, from the opening quote of its name. */
    private int name(int at) {
        if (!is('"', at)) return BAD;
        int colon = string(at);
        if (colon < 0) return BAD;
        colon = space(colon);
        return is(':', colon) ? space(colon + 1) : BAD;
    }

    private int scalar(int at) {
        if (at >= end) return BAD;
        switch (text.charAt(at)) {
            case '"':
                return string(at);
            case 't':
                return literal("true", at);
            case 'f':
                return literal("false", at);
            case 'n':
                return literal("null", at);
            default:
                return number(at);
        }
    }

    private int literal(String word, int at) {
        return text.startsWith(word, at) ? at + word.length() : BAD;
    }

    private int number(int at) {
        if (is('-', at)) at++;
        int whole = digits(at);
        if (whole == at || whole > at + 1 && is('0', at)) return BAD;
        at = whole;
        if (is('.', at)) {
            int fraction = digits(at + 1);
            if (fraction == at + 1) return BAD;
            at = fraction;
        }
        if (is('e', at) || is('E', at)) {
            at++;
            if (is('+', at) || is('-', at)) at++;
            int exponent = digits(at);
            if (exponent == at) return BAD;
            at = exponent;
        }
        return at;
    }

    private int digits(int at) {
        while (at < end && text.charAt(at) >= '0' && text.charAt(at) <= '9') at++;
        return at;
    }

    /** Last position of the escape whose backslash is at {@code at}. */
    private int escape(int at) {
        if (at + 1 >= end) return BAD;
        char kind = text.charAt(at + 1);
        if (kind != 'u') return "\"\\/bfnrt".indexOf(kind) < 0 ? BAD : at + 1;
        if (at + 5 >= end) return BAD;
        for (int i = at + 2; i <= at + 5; i++) {
            char c = text.charAt(i);
            boolean hex = c >= '0' && c <= '9' || c >= 'a' && c <= 'f' || c >= 'A' && c <= 'F';
            if (!hex) return BAD;
        }
        return at + 5;
    }

    private void push(int depth, boolean object) {
        if (depth >> 6 == open.length) open = Arrays.copyOf(open, 2 * open.length);
        long bit = 1L << depth;
        open[depth >> 6] = object ? open[depth >> 6] | bit : open[depth >> 6] & ~bit;
    }

    private static boolean isSpace(char c) {
        return c == ' ' || c == '\n' || c == '\r' || c == '\t';
    }
}
