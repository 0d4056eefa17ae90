package clickstream.s3json.lines;

/** JSON strings. */
final class JsonText {
    private JsonText() {}

    static void putQuoted(CharSequence text, LineBuffer out) {
        out.put('"');
        int plainFrom = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (!needsEscape(c)) continue;
            out.putUtf8(text.subSequence(plainFrom, i));
            putEscape(c, out);
            plainFrom = i + 1;
        }
        out.putUtf8(plainFrom == 0 ? text : text.subSequence(plainFrom, text.length()));
        out.put('"');
    }

    /** Bytes of UTF-8 text; what is no UTF-8 stays as it is. */
    static void putQuoted(byte[] text, LineBuffer out) {
        out.put('"');
        for (byte b : text) {
            if (needsEscape(b & 0xFF)) putEscape(b, out);
            else out.put(b);
        }
        out.put('"');
    }

    private static boolean needsEscape(int c) {
        return c < 0x20 || c == '"' || c == '\\';
    }

    private static void putEscape(int c, LineBuffer out) {
        out.put('\\');
        switch (c) {
            case '\n':
                out.put('n');
                break;
            case '\r':
                out.put('r');
                break;
            case '\t':
                out.put('t');
                break;
            case '"':
            case '\\':
                out.put(c);
                break;
            default:
                out.putAscii("u00");
                out.put(LineBuffer.HEX.charAt(c >> 4));
                out.put(LineBuffer.HEX.charAt(c & 0xF));
        }
    }
}
