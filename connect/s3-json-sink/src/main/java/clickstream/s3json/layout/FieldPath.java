package clickstream.s3json.layout;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Finds a field such as `meta.ctime` in the bytes of a JSON object. Reads up to the field and stops, builds nothing, and
 * believes the first of duplicate keys.
 */
public final class FieldPath {
    private final byte[][] names;

    /** @param path field names with dots between them */
    public FieldPath(String path) {
        names = Arrays.stream(path.split("\\.", -1))
                .map(name -> name.getBytes(StandardCharsets.UTF_8))
                .toArray(byte[][]::new);
    }

    /** Where the field's value begins; -1 if it is not there, or if what precedes it is no JSON. */
    public int find(byte[] json, int from, int to) {
        int at = skipSpace(json, from, to);
        for (int level = 0; ; level++) {
            if (at >= to || json[at] != '{') return -1;
            at = findName(json, at + 1, to, names[level]);
            if (at < 0 || level == names.length - 1) return at;
        }
    }

    /** Where the value of the first such name of one object begins; at is behind the object's brace. */
    private static int findName(byte[] json, int from, int to, byte[] name) {
        int at = skipSpace(json, from, to);
        while (at < to && json[at] == '"') {
            int end = endOfString(json, at, to);
            if (end < 0) return -1;
            boolean found = isName(json, at + 1, end - 1, name);
            at = skipSpace(json, end, to);
            if (at >= to || json[at] != ':') return -1;
            at = skipSpace(json, at + 1, to);
            if (at >= to) return -1;
            if (found) return at;
            at = skipSpace(json, endOfValue(json, at, to), to);
            if (at >= to || json[at] != ',') return -1;
            at = skipSpace(json, at + 1, to);
        }
        return -1;
    }

    private static boolean isName(byte[] json, int from, int to, byte[] name) {
        if (to - from == name.length && Arrays.equals(json, from, to, name, 0, name.length)) return true;
        for (int i = from; i < to; i++) if (json[i] == '\\') return Escapes.equal(json, from, to, name);
        return false;
    }

    /** Behind the value that begins here, or the end of the bytes; depth is a number, so no nesting is too deep. */
    private static int endOfValue(byte[] json, int from, int to) {
        int depth = 0;
        int at = from;
        while (at < to) {
            int c = json[at];
            if (c == '"') {
                at = endOfString(json, at, to);
                if (at < 0) return to;
                if (depth == 0) return at;
                continue;
            }
            if (c == '{' || c == '[') {
                depth++;
            } else if (c == '}' || c == ']') {
                if (depth == 0) return at;
                if (--depth == 0) return at + 1;
            } else if (depth == 0 && (c == ',' || isSpace(c))) {
                return at;
            }
            at++;
        }
        return to;
    }

    /** Behind the closing quote of the string that begins here; -1 if it has none. */
    static int endOfString(byte[] json, int from, int to) {
        for (int at = from + 1; at < to; at++) {
            if (json[at] == '"') return at + 1;
            if (json[at] == '\\') at++;
        }
        return -1;
    }

    private static int skipSpace(byte[] json, int from, int to) {
        int at = from;
        while (at < to && isSpace(json[at])) at++;
        return at;
    }

    private static boolean isSpace(int c) {
        return c == ' ' || c == '\t' || c == '\n' || c == '\r';
    }
}
