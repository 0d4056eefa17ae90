package clickstream.s3json.bucket;

import java.util.ArrayDeque;

/**
 * Pieces of memory that the objects of one task fill one after another: what one has sent the next one takes, so that the
 * heap's young generation sees nothing of the events. Used by the task's own thread only.
 */
public final class Pieces {
    static final int PIECE_BYTES = 1 << 16;

    private final ArrayDeque<byte[]> free = new ArrayDeque<>();
    private final long mostFree;

    /** @param mostFreeBytes what may lie idle; more is left to the garbage collector */
    public Pieces(long mostFreeBytes) {
        mostFree = mostFreeBytes / PIECE_BYTES;
    }

    byte[] take() {
        byte[] piece = free.poll();
        return piece == null ? new byte[PIECE_BYTES] : piece;
    }

    void give(byte[] piece) {
        if (piece.length == PIECE_BYTES && free.size() < mostFree) free.push(piece);
    }

    /** Leaves idle pieces to the garbage collector until they fit into this many bytes. */
    public void fitInto(long bytes) {
        while (!free.isEmpty() && (long) free.size() * PIECE_BYTES > bytes) free.pop();
    }
}
