package clickstream.s3json.bucket;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.io.IOException;
import java.util.Random;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;

class PiecesTest {
    @Test
    void whatOneObjectHadTheNextOneGetsAndNothingOfItsBytes() throws IOException {
        // GIVEN an object whose memory is free again
        Pieces pieces = new Pieces(1 << 20);
        Bytes first = new Bytes(pieces);
        first.write(noise(1, 500_000), 0, 500_000);
        first.release();
        assertEquals(0, first.length() + first.capacity());
        // WHEN a shorter one is written into it THEN it holds its own bytes, as often as they are read
        Bytes second = new Bytes(pieces);
        second.write(noise(2, 300_001), 0, 300_001);
        assertArrayEquals(noise(2, 300_001), second.open().readAllBytes());
        assertArrayEquals(noise(2, 300_001), second.open().readAllBytes());
    }

    @Test
    void theChecksumIsOfAllBytesHoweverTheyCame() {
        Pieces pieces = new Pieces(1 << 20);
        Bytes bytes = new Bytes(pieces);
        assertEquals(0, bytes.crc32());
        for (int length : new int[] {1, 4096, 4097, Pieces.PIECE_BYTES, 500_000}) {
            // GIVEN bytes in memory that another object had
            byte[] noise = noise(length, length);
            int half = (length - 1) / 2;
            bytes.write(noise[0]);
            bytes.write(noise, 1, half);
            // WHEN it is asked for in between, and again THEN it is the same as of all at once
            bytes.crc32();
            bytes.write(noise, 1 + half, length - 1 - half);
            CRC32 expected = new CRC32();
            expected.update(noise);
            assertEquals((int) expected.getValue(), bytes.crc32());
            assertEquals((int) expected.getValue(), bytes.crc32());
            bytes.release();
        }
    }

    @Test
    void noMoreLiesIdleThanMay() {
        // GIVEN room for two idle pieces WHEN three are given back THEN the third is not kept
        Pieces pieces = new Pieces(2 * Pieces.PIECE_BYTES);
        byte[] first = pieces.take();
        byte[] second = pieces.take();
        byte[] third = pieces.take();
        pieces.give(first);
        pieces.give(second);
        pieces.give(third);
        assertSame(second, pieces.take());
        assertSame(first, pieces.take());
        assertNotSame(third, pieces.take());
        // AND when memory is short, none is
        pieces.give(first);
        pieces.fitInto(Pieces.PIECE_BYTES - 1);
        assertNotSame(first, pieces.take());
    }

    private static byte[] noise(long seed, int length) {
        byte[] bytes = new byte[length];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }
}
