package clickstream.s3json.codec;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.github.luben.zstd.ZstdInputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class CodecTest {
    /** Events that compress about as well as real ones do. */
    private static final byte[] LINES = lines(3_000_000);

    static Stream<Arguments> everyLevel() {
        return Stream.of(Codecs.values())
                .flatMap(codecs -> IntStream.rangeClosed(codecs.lowestLevel(), codecs.highestLevel())
                        .mapToObj(level -> Arguments.of(codecs, level)));
    }

    @ParameterizedTest
    @MethodSource("everyLevel")
    void whatGoesInComesOutAndTheSameBytesEachTime(Codecs codecs, int level) throws IOException {
        // GIVEN a codec WHEN the same bytes go in twice
        Codec codec = codecs.codec(level);
        byte[] first = compress(codec, LINES, 1300);
        byte[] second = compress(codec, LINES, 1300);
        // THEN an independent reader gives the bytes back, and both objects are one
        assertArrayEquals(LINES, readBack(codecs, first));
        assertArrayEquals(first, second);
    }

    @ParameterizedTest
    @EnumSource(Codecs.class)
    void anObjectWithoutBytesAndOneWithSingleBytes(Codecs codecs) throws IOException {
        assertArrayEquals(new byte[0], readBack(codecs, compress(codecs.codec(null), new byte[0], 1)));
        byte[] few = {1, 2, 3, 0, -1};
        assertArrayEquals(few, readBack(codecs, compress(codecs.codec(null), few, 1)));
    }

    @ParameterizedTest
    @EnumSource(Codecs.class)
    void linesOfEverySizeComeOutInTheirOrder(Codecs codecs) throws IOException {
        // GIVEN lines around the size of a block, of none at all, and of several WHEN they are compressed THEN all come out
        int block = GzipEncoder.BLOCK_BYTES;
        int[] sizes = {1, block - 1, 1, 0, block, 1300, block + 1, 0, 3 * block, 7, block - 7, block};
        ByteArrayOutputStream target = new ByteArrayOutputStream();
        int at = 0;
        try (Encoder encoder = codecs.codec(null).open(target)) {
            for (int size : sizes) {
                encoder.write(LINES, at, size);
                at += size;
            }
            encoder.finish();
        }
        assertArrayEquals(Arrays.copyOf(LINES, at), readBack(codecs, target.toByteArray()));
    }

    @ParameterizedTest
    @EnumSource(Codecs.class)
    void noiseIsBiggerByAlmostNothing(Codecs codecs) throws IOException {
        // GIVEN 1 MB that cannot be compressed WHEN it is THEN the object is at most 1 per mille larger
        byte[] noise = new byte[1_000_000];
        new Random(1).nextBytes(noise);
        byte[] object = compress(codecs.codec(null), noise, 1300);
        assertArrayEquals(noise, readBack(codecs, object));
        assertTrue(object.length < 1_001_000, "length " + object.length);
    }

    @ParameterizedTest
    @EnumSource(Codecs.class)
    void anObjectGivenUpWritesNothingMore(Codecs codecs) throws IOException {
        // GIVEN an object in the middle of its life
        ByteArrayOutputStream target = new ByteArrayOutputStream();
        Encoder encoder = codecs.codec(null).open(target);
        encoder.write(LINES, 0, LINES.length);
        int written = target.size();
        // WHEN it is given up, twice THEN the target sees nothing of it
        encoder.close();
        encoder.close();
        assertEquals(written, target.size());
    }

    @ParameterizedTest
    @EnumSource(Codecs.class)
    void theTargetIsNeverClosedOrFlushedAndItsErrorComesThrough(Codecs codecs) throws IOException {
        OutputStream target = new OutputStream() {
            private int room = 100_000;

            @Override
            public void write(int oneByte) throws IOException {
                if (room-- <= 0) throw new IOException("full");
            }

            @Override
            public void flush() {
                throw new AssertionError("flushed");
            }

            @Override
            public void close() {
                throw new AssertionError("closed");
            }
        };
        Encoder encoder = codecs.codec(null).open(target);
        assertEquals(
                "full",
                assertThrows(IOException.class, () -> encoder.write(LINES, 0, LINES.length))
                        .getMessage());
        encoder.close();
        try (Encoder small = codecs.codec(null).open(target)) {
            assertEquals(
                    "full",
                    assertThrows(IOException.class, () -> {
                                small.write(LINES, 0, 100);
                                small.finish();
                            })
                            .getMessage());
        }
    }

    @Test
    void namesTypesAndMemory() {
        // GIVEN the default levels THEN names are what readers go by, and memory is known
        assertEquals(
                "NONE .jsonl application/x-ndjson 0, GZIP .jsonl.gz application/gzip 319488, "
                        + "ZSTD .jsonl.zst application/zstd 3932160",
                String.join(
                        ", ",
                        Stream.of(Codecs.values()).map(CodecTest::describe).toList()));
        assertThrows(IllegalArgumentException.class, () -> Codecs.GZIP.codec(10));
    }

    @Test
    void theHeaderOfGzipNamesNeitherTimeNorSystem() throws IOException {
        byte[] object = compress(Codecs.GZIP.codec(6), LINES, 1300);
        byte[] header = Arrays.copyOf(object, 10);
        assertArrayEquals(new byte[] {0x1f, (byte) 0x8b, 8, 0, 0, 0, 0, 0, 0, (byte) 0xff}, header);
    }

    private static String describe(Codecs codecs) {
        Codec codec = codecs.codec(null);
        return codecs + " " + codec.suffix() + " " + codec.contentType() + " " + codec.encoderBytes();
    }

    private static byte[] compress(Codec codec, byte[] bytes, int piece) throws IOException {
        ByteArrayOutputStream target = new ByteArrayOutputStream();
        try (Encoder encoder = codec.open(target)) {
            for (int at = 0; at < bytes.length; at += piece)
                encoder.write(bytes, at, Math.min(piece, bytes.length - at));
            encoder.finish();
        }
        return target.toByteArray();
    }

    private static byte[] readBack(Codecs codecs, byte[] object) throws IOException {
        InputStream raw = new ByteArrayInputStream(object);
        try (InputStream in = codecs == Codecs.GZIP
                ? new GZIPInputStream(raw)
                : codecs == Codecs.ZSTD ? new ZstdInputStream(raw) : raw) {
            return in.readAllBytes();
        }
    }

    private static byte[] lines(int length) {
        Random random = new Random(3);
        StringBuilder text = new StringBuilder();
        while (text.length() < length) {
            text.append("{\"meta\":{\"project\":\"web\",\"ctime\":")
                    .append(1_700_000_000_000L + random.nextInt(100_000));
            text.append(",\"id\":\"")
                    .append(Long.toHexString(random.nextLong()))
                    .append("\"},\"data\":{\"page\":\"/p/");
            text.append(random.nextInt(500)).append("\"}}\n");
        }
        return text.toString().getBytes(StandardCharsets.US_ASCII);
    }
}
