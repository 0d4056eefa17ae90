package clickstream.transforms;

/** The text that a JSON string stands for. */
final class JsonText {
    private JsonText() {}

    /**
     * What the string between two quotes says, or null where UTF-8 cannot hold it: half of a surrogate pair would be
     * stored as another character.
     *
     * @param from position of the opening quote of a string that is JSON
     * @param to position after the closing quote
     */
    static String of(String text, int from, int to) {
        String inner = text.substring(from + 1, to - 1);
        String plain = inner.indexOf('\\') < 0 ? inner : unescaped(inner);
        return hasLoneSurrogate(plain) ? null : plain;
    }

    /** A string's inner text, which is JSON, with its escapes resolved. */
    static String unescaped(String inner) {
        StringBuilder plain = new StringBuilder(inner.length());
        for (int at = 0; at < inner.length(); at++) {
            char c = inner.charAt(at);
            if (c != '\\') {
                plain.append(c);
                continue;
            }
            char kind = inner.charAt(++at);
            if (kind == 'u') {
                plain.append((char) Integer.parseInt(inner, at + 1, at + 5, 16));
                at += 4;
            } else {
                int control = "bfnrt".indexOf(kind);
                plain.append(control < 0 ? kind : "\b\f\n\r\t".charAt(control));
            }
        }
        return plain.toString();
    }

    private static boolean hasLoneSurrogate(String text) {
        for (int at = 0; at < text.length(); at++) {
            char c = text.charAt(at);
            if (!Character.isSurrogate(c)) continue;
            boolean paired = Character.isHighSurrogate(c)
                    && at + 1 < text.length()
                    && Character.isLowSurrogate(text.charAt(at + 1));
            if (!paired) return true;
            at++;
        }
        return false;
    }
}
