package clickstream.s3json.lines;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A growable array of bytes that one task fills again for each record, so that a record costs no allocation. */
public final class LineBuffer {
    /** What stays allocated after a huge record; the rest is given back. */
    private static final int KEPT_BYTES = 1 << 20;

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());
    private static final long ONES = 0x0101010101010101L;
    private static final long HIGH_BITS = 0x8080808080808080L;
    private static final long FOURTEENS = ONES * 14;

    private byte[] bytes = new byte[8192];
    private int length;
    private int valueStart;
    private int valueEnd;

    /** The bytes; only the first {@link #length()} count, and only until the next call that appends. */
    public byte[] array() {
        return bytes;
    }

    public int length() {
        return length;
    }

    /** Where the record's value begins inside its line: behind the envelope's opening, if there is one. */
    public int valueStart() {
        return valueStart;
    }

    /** Where the record's value ends inside its line, exclusive. */
    public int valueEnd() {
        return valueEnd;
    }

    /** Bytes of heap in use, filled or not. */
    public int capacity() {
        return bytes.length;
    }

    /** Makes it empty. */
    public void clear() {
        length = 0;
        valueStart = 0;
        valueEnd = 0;
        if (bytes.length > KEPT_BYTES) bytes = new byte[KEPT_BYTES];
    }

    void markValueStart() {
        valueStart = length;
    }

    void markValueEnd() {
        valueEnd = length;
    }

    void truncate(int newLength) {
        length = newLength;
    }

    void put(int oneByte) {
        ensure(1);
        bytes[length++] = (byte) oneByte;
    }

    void put(byte[] source) {
        ensure(source.length);
        System.arraycopy(source, 0, bytes, length, source.length);
        length += source.length;
    }

    /** Appends text that is ASCII. */
    void putAscii(String text) {
        put(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** Appends a whole number without making a string of it. */
    void putNumber(long number) {
        if (number == Long.MIN_VALUE) {
            putAscii("-9223372036854775808");
            return;
        }
        ensure(20);
        long rest = number;
        if (rest < 0) {
            bytes[length++] = '-';
            rest = -rest;
        }
        int digits = 1;
        for (long power = rest; power >= 10; power /= 10) digits++;
        for (int i = length + digits - 1; i >= length; i--) {
            bytes[i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        length += digits;
    }

    /** Appends bytes with each line feed and carriage return replaced by a space. */
    void putOnOneLine(byte[] source) {
        int start = length;
        put(source);
        joinLines(start, length);
    }

    /** Appends text as UTF-8 with each line feed and carriage return replaced by a space. */
    void putOnOneLine(String text) {
        int start = length;
        putUtf8(text);
        joinLines(start, length);
    }

    /**
     * Appends text as UTF-8. Half a surrogate pair has no UTF-8 form: it is written as its JSON escape, which keeps it
     * (JSON has text only inside strings, where the escape means the same).
     */
    void putUtf8(CharSequence text) {
        int count = text.length();
        ensure(count);
        int i = 0;
        while (i < count && text.charAt(i) < 0x80) bytes[length++] = (byte) text.charAt(i++);
        while (i < count) i += putCodePoint(text, i);
    }

    private int putCodePoint(CharSequence text, int index) {
        ensure(6);
        char c = text.charAt(index);
        if (c < 0x80) {
            bytes[length++] = (byte) c;
        } else if (c < 0x800) {
            bytes[length++] = (byte) (0xC0 | c >> 6);
            bytes[length++] = (byte) (0x80 | c & 0x3F);
        } else if (Character.isHighSurrogate(c)
                && index + 1 < text.length()
                && Character.isLowSurrogate(text.charAt(index + 1))) {
            int codePoint = Character.toCodePoint(c, text.charAt(index + 1));
            bytes[length++] = (byte) (0xF0 | codePoint >> 18);
            bytes[length++] = (byte) (0x80 | codePoint >> 12 & 0x3F);
            bytes[length++] = (byte) (0x80 | codePoint >> 6 & 0x3F);
            bytes[length++] = (byte) (0x80 | codePoint & 0x3F);
            return 2;
        } else if (Character.isSurrogate(c)) {
            bytes[length++] = '\\';
            bytes[length++] = 'u';
            for (int shift = 12; shift >= 0; shift -= 4) bytes[length++] = (byte) HEX.charAt(c >> shift & 0xF);
        } else {
            bytes[length++] = (byte) (0xE0 | c >> 12);
            bytes[length++] = (byte) (0x80 | c >> 6 & 0x3F);
            bytes[length++] = (byte) (0x80 | c & 0x3F);
        }
        return 1;
    }

    static final String HEX = "0123456789abcdef";

    /** Line breaks are rare, so 32 bytes are asked at once whether one of them may be one. */
    private void joinLines(int from, int to) {
        byte[] array = bytes;
        int i = from;
        for (; i <= to - 4 * Long.BYTES; i += 4 * Long.BYTES) {
            long found = below14((long) LONGS.get(array, i))
                    | below14((long) LONGS.get(array, i + 8))
                    | below14((long) LONGS.get(array, i + 16))
                    | below14((long) LONGS.get(array, i + 24));
            if ((found & HIGH_BITS) != 0) joinFew(i, i + 4 * Long.BYTES);
        }
        joinFew(i, to);
    }

    /** The high bit of each byte that is below 14, as line breaks and little else in JSON are, or behind such a one. */
    private static long below14(long eight) {
        return eight - FOURTEENS & ~eight;
    }

    private void joinFew(int from, int to) {
        for (int i = from; i < to; i++) if (bytes[i] == '\n' || bytes[i] == '\r') bytes[i] = ' ';
    }

    private void ensure(int more) {
        if (bytes.length - length >= more) return;
        long wanted = (long) length + more;
        if (wanted > Integer.MAX_VALUE - 8) throw new OutOfMemoryError("a line of " + wanted + " bytes");
        bytes = Arrays.copyOf(bytes, (int) Math.min(Integer.MAX_VALUE - 8, Math.max(wanted, bytes.length * 2L)));
    }
}
