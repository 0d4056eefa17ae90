package clickstream.s3json.flush;

import clickstream.s3json.bucket.Bucket;
import clickstream.s3json.bucket.Pieces;
import clickstream.s3json.lines.LineBuffer;

/** What all partitions of a task share. */
public final class Shared {
    /** What part of its memory a task without work may keep. */
    private static final int IDLE_PART = 4;

    final Bucket bucket;
    final RecordLayout.Factory layouts;
    final BadRecords badRecords;
    final Limits limits;
    final Memory memory;
    final Stats stats;
    final Turns turns = new Turns();
    final LineBuffer line = new LineBuffer();
    final Pieces pieces;

    public Shared(
            Bucket bucket,
            RecordLayout.Factory layouts,
            BadRecords badRecords,
            Limits limits,
            Memory memory,
            Stats stats) {
        this.bucket = bucket;
        this.layouts = layouts;
        this.badRecords = badRecords;
        this.limits = limits;
        this.memory = memory;
        pieces = new Pieces(memory.limit() / IDLE_PART);
        this.stats = stats;
    }
}
