package clickstream.s3json.lines;

import java.util.BitSet;

/** Tells whether bytes are exactly one JSON value (RFC 8259), in one pass, at any depth, without building anything of it. */
final class JsonCheck {
    private final byte[] bytes;
    private final int end;
    private int at;

    private JsonCheck(byte[] bytes, int from, int to) {
        this.bytes = bytes;
        this.at = from;
        this.end = to;
    }

    static boolean isOneValue(byte[] bytes, int from, int to) {
        return new JsonCheck(bytes, from, to).check();
    }

    /** Open containers are bits: true for an object, so that a deep value needs no deep stack. */
    private boolean check() {
        BitSet open = new BitSet();
        int depth = 0;
        while (true) {
            skipSpace();
            int c = peek();
            if (c == '{' || c == '[') {
                at++;
                skipSpace();
                if (peek() == (c == '{' ? '}' : ']')) {
                    at++;
                } else {
                    open.set(depth++, c == '{');
                    if (c == '{' && !name()) return false;
                    continue;
                }
            } else if (!scalar(c)) {
                return false;
            }
            boolean more = false;
            while (depth > 0 && !more) {
                skipSpace();
                boolean object = open.get(depth - 1);
                int next = peek();
                at++;
                if (next == ',') {
                    if (object && !name()) return false;
                    more = true;
                } else if (next == (object ? '}' : ']')) {
                    depth--;
                } else {
                    return false;
                }
            }
            if (more) continue;
            skipSpace();
            return at == end;
        }
    }

    private boolean name() {
        skipSpace();
        if (peek() != '"' || !string()) return false;
        skipSpace();
        return peek() == ':' && ++at > 0;
    }

    private boolean scalar(int c) {
        if (c == '"') return string();
        if (c == 't') return word("true");
        if (c == 'f') return word("false");
        if (c == 'n') return word("null");
        return number();
    }

    private boolean string() {
        for (at++; at < end; at++) {
            int c = bytes[at];
            if (c == '"') {
                at++;
                return true;
            }
            if (c >= 0 && c < 0x20) return false;
            if (c == '\\' && !escape()) return false;
        }
        return false;
    }

    private boolean escape() {
        at++;
        int c = peek();
        if (c != 'u') return c > 0 && "\"\\/bfnrt".indexOf(c) >= 0;
        for (int i = 0; i < 4; i++) {
            at++;
            if (Character.digit(peek(), 16) < 0) return false;
        }
        return true;
    }

    private boolean word(String word) {
        for (int i = 0; i < word.length(); i++, at++) if (peek() != word.charAt(i)) return false;
        return true;
    }

    private boolean number() {
        if (peek() == '-') at++;
        if (peek() == '0') at++;
        else if (!digits()) return false;
        if (peek() == '.') {
            at++;
            if (!digits()) return false;
        }
        if (peek() == 'e' || peek() == 'E') {
            at++;
            if (peek() == '+' || peek() == '-') at++;
            return digits();
        }
        return true;
    }

    private boolean digits() {
        int from = at;
        while (peek() >= '0' && peek() <= '9') at++;
        return at > from;
    }

    private void skipSpace() {
        while (at < end && (bytes[at] == ' ' || bytes[at] == '\t' || bytes[at] == '\n' || bytes[at] == '\r')) at++;
    }

    /** The byte here; -1 behind the end, and for every byte that is not ASCII. */
    private int peek() {
        return at < end ? bytes[at] < 0 ? -1 : bytes[at] : -1;
    }
}
