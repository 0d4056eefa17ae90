package clickstream.s3json.lines;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Random;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlainPassageTest {
    @Test
    void everyByteButLineBreaksPassesAsItIs() {
        // GIVEN all byte values, NUL and invalid UTF-8 among them, at each position of an eight-byte word
        for (int shift = 0; shift < 8; shift++) {
            byte[] value = new byte[256 + shift];
            for (int i = 0; i < 256; i++) value[shift + i] = (byte) i;
            // WHEN the line is made
            byte[] line = Lines.bytesOf(value);
            // THEN only the two line breaks have changed, and one ends the line
            byte[] expected = Arrays.copyOf(value, value.length + 1);
            expected[shift + '\n'] = ' ';
            expected[shift + '\r'] = ' ';
            expected[value.length] = '\n';
            assertArrayEquals(expected, line);
        }
    }

    @Test
    void lineBreaksBecomeSpacesWhereverTheyAre() {
        // GIVEN random bytes in which every third byte is a line break
        Random random = new Random(7);
        for (int round = 0; round < 2000; round++) {
            byte[] value = new byte[1 + random.nextInt(70)];
            random.nextBytes(value);
            for (int i = 0; i < value.length; i++) if (random.nextInt(3) == 0) value[i] = (byte) (i % 2 == 0 ? 10 : 13);
            value[0] = '{';
            // WHEN the line is made THEN it equals the slow way
            byte[] expected = Arrays.copyOf(value, value.length + 1);
            for (int i = 0; i < value.length; i++) if (value[i] == 10 || value[i] == 13) expected[i] = ' ';
            expected[value.length] = '\n';
            assertArrayEquals(expected, Lines.bytesOf(value));
        }
    }

    @Test
    void textIsWrittenAsUtf8() {
        // GIVEN text of every plane WHEN the line is made THEN it is what UTF-8 says
        String text = "{\"a\":\"é€😀\u0000\uffff\u07ff\u0800\"}\r\n";
        assertEquals(
                text.replace('\r', ' ').replace('\n', ' ') + "\n", Lines.textOf(Schema.OPTIONAL_STRING_SCHEMA, text));
    }

    @Test
    void halfASurrogatePairIsKeptAsItsEscape() {
        assertEquals(
                "\"\\ud83d x \\ude00\\udbff\"\n",
                Lines.textOf(Schema.OPTIONAL_STRING_SCHEMA, "\"\ud83d x \ude00\udbff\""));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\n", "\t \r\n  "})
    void aBlankValueIsNoValue(String blank) {
        assertNull(Lines.bytesOf(blank));
        assertNull(Lines.bytesOf(blank.getBytes(UTF_8)));
        assertNull(Lines.bytesOf(null));
    }

    @Test
    void aRecordWithoutAValueLeavesTheBufferAsItWas() {
        // GIVEN a buffer with a line WHEN a record without a value follows THEN nothing is appended
        LineMaker maker = new LineMaker(EnumSet.allOf(EnvelopeField.class));
        LineBuffer buffer = new LineBuffer();
        maker.append(Lines.record(Schema.STRING_SCHEMA, "1"), buffer);
        int length = buffer.length();
        assertEquals(false, maker.append(Lines.record(null, null), buffer));
        assertEquals(length, buffer.length());
    }

    @Test
    void eightMegabytesPassAndTheMemoryIsGivenBack() {
        // GIVEN a value of 8 MB WHEN the line is made and the next begins THEN the buffer is small again
        byte[] value = new byte[8_000_000];
        Arrays.fill(value, (byte) '[');
        LineBuffer buffer = new LineBuffer();
        new LineMaker(EnumSet.noneOf(EnvelopeField.class)).append(Lines.record(null, value), buffer);
        assertEquals(8_000_001, buffer.length());
        buffer.clear();
        assertEquals(1 << 20, buffer.capacity());
    }

    @Test
    void aByteBufferPassesFromItsPosition() {
        ByteBuffer buffer = ByteBuffer.wrap("xx{}".getBytes(UTF_8)).position(2);
        assertArrayEquals("{}\n".getBytes(UTF_8), Lines.bytesOf(buffer));
        assertEquals(2, buffer.position());
    }

    @Test
    void plainPassageAllocatesNothingPerRecord() {
        // GIVEN a warm line maker
        LineMaker plain = new LineMaker(EnumSet.noneOf(EnvelopeField.class));
        LineBuffer buffer = new LineBuffer();
        byte[] bytes = ("{\"a\":\"" + "x".repeat(1300) + "\"}").getBytes(UTF_8);
        var records = new Object[] {bytes, new String(bytes, UTF_8)};
        for (Object value : records) {
            var record = Lines.record(value instanceof String ? Schema.STRING_SCHEMA : null, value);
            for (int i = 0; i < 20_000; i++) lines(plain, record, buffer);
            // WHEN 10,000 lines are made
            long before = allocated();
            for (int i = 0; i < 10_000; i++) lines(plain, record, buffer);
            // THEN not even a byte a record is allocated
            assertEquals(0, (allocated() - before) / 10_000, value.getClass().getSimpleName());
        }
    }

    private static void lines(LineMaker maker, SinkRecord record, LineBuffer buffer) {
        buffer.clear();
        maker.append(record, buffer);
    }

    private static long allocated() {
        return ((com.sun.management.ThreadMXBean) java.lang.management.ManagementFactory.getThreadMXBean())
                .getThreadAllocatedBytes(Thread.currentThread().getId());
    }
}
