package clickstream.s3json.bucket;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.zip.CRC32;

/** Bytes that grow by pieces, so that neither growing nor sending ever copies what is there. */
public final class Bytes extends OutputStream {
    private static final int FIRST_PIECE = 1 << 12;

    private final Pieces shared;
    private final ArrayDeque<byte[]> pieces = new ArrayDeque<>();
    private final CRC32 sum = new CRC32();
    private byte[] last = new byte[0];
    private int filled;
    private int summed;
    private long length;
    private long capacity;

    /** @param shared where its pieces come from and go */
    public Bytes(Pieces shared) {
        this.shared = shared;
    }

    @Override
    public void write(int oneByte) {
        if (filled == last.length) grow();
        last[filled++] = (byte) oneByte;
        length++;
    }

    @Override
    public void write(byte[] source, int offset, int count) {
        int from = offset;
        int left = count;
        while (left > 0) {
            if (filled == last.length) grow();
            int some = Math.min(left, last.length - filled);
            System.arraycopy(source, from, last, filled, some);
            filled += some;
            from += some;
            left -= some;
        }
        length += count;
    }

    public long length() {
        return length;
    }

    /** Bytes of heap that they take. */
    public long capacity() {
        return capacity;
    }

    /** The bytes from the first one, as often as it is asked for. Nothing may be written any more. */
    public InputStream open() {
        List<byte[]> all = new ArrayList<>(pieces);
        return new PieceInput(all.iterator(), length);
    }

    /** Their CRC-32, most of which is made while each piece is still in the processor's cache. */
    public int crc32() {
        sum.update(last, summed, filled - summed);
        summed = filled;
        return (int) sum.getValue();
    }

    /** Hands the bytes over, piece by piece. */
    public void writeTo(PieceTarget target) throws IOException {
        long left = length;
        for (byte[] piece : pieces) {
            target.write(piece, 0, (int) Math.min(left, piece.length));
            left -= piece.length;
        }
    }

    /** Takes a piece. */
    public interface PieceTarget {
        void write(byte[] bytes, int offset, int count) throws IOException;
    }

    /** Forgets the bytes, and lets others have their memory: nobody may be reading them any more. */
    public void release() {
        pieces.forEach(shared::give);
        pieces.clear();
        last = new byte[0];
        filled = 0;
        summed = 0;
        sum.reset();
        length = 0;
        capacity = 0;
    }

    private void grow() {
        crc32();
        int size = last.length == 0 ? FIRST_PIECE : Math.min(Pieces.PIECE_BYTES, last.length * 2);
        last = size == Pieces.PIECE_BYTES ? shared.take() : new byte[size];
        filled = 0;
        summed = 0;
        pieces.add(last);
        capacity += size;
    }

    private static final class PieceInput extends InputStream {
        private final Iterator<byte[]> rest;
        private byte[] piece = new byte[0];
        private int at;
        private long left;

        PieceInput(Iterator<byte[]> rest, long length) {
            this.rest = rest;
            this.left = length;
        }

        @Override
        public int read() {
            if (left == 0) return -1;
            if (at == piece.length) next();
            left--;
            return piece[at++] & 0xFF;
        }

        @Override
        public int read(byte[] target, int offset, int count) {
            if (count == 0) return 0;
            if (left == 0) return -1;
            if (at == piece.length) next();
            int some = (int) Math.min(left, Math.min(count, piece.length - at));
            System.arraycopy(piece, at, target, offset, some);
            at += some;
            left -= some;
            return some;
        }

        @Override
        public int available() {
            return (int) Math.min(Integer.MAX_VALUE, left);
        }

        private void next() {
            piece = rest.next();
            at = 0;
        }
    }
}
