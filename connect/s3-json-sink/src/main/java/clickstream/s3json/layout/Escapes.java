package clickstream.s3json.layout;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Compares a field name that is written with escapes; rare, so it may build strings. */
final class Escapes {
    private static final String NAMES = "\"\\/bfnrt";
    private static final String MEANINGS = "\"\\/\b\f\n\r\t";

    private Escapes() {}

    static boolean equal(byte[] json, int from, int to, byte[] name) {
        String raw = new String(json, from, to - from, StandardCharsets.UTF_8);
        StringBuilder text = new StringBuilder(raw.length());
        for (int i = 0; i < raw.length(); i++) {
            char c = raw.charAt(i);
            if (c != '\\') {
                text.append(c);
            } else if (++i == raw.length()) {
                return false;
            } else if (raw.charAt(i) == 'u') {
                int code = hex(raw, i + 1);
                if (code < 0) return false;
                text.append((char) code);
                i += 4;
            } else {
                int known = NAMES.indexOf(raw.charAt(i));
                if (known < 0) return false;
                text.append(MEANINGS.charAt(known));
            }
        }
        return Arrays.equals(text.toString().getBytes(StandardCharsets.UTF_8), name);
    }

    private static int hex(String text, int from) {
        if (from + 4 > text.length()) return -1;
        int code = 0;
        for (int i = from; i < from + 4; i++) {
            int digit = Character.digit(text.charAt(i), 16);
            if (digit < 0) return -1;
            code = code << 4 | digit;
        }
        return code;
    }
}
