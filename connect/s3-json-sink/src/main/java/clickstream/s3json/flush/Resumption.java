package clickstream.s3json.flush;

import clickstream.s3json.bucket.Bucket;
import clickstream.s3json.claims.Placement;
import clickstream.s3json.claims.Placement.Step;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongConsumer;

/**
 * Finds out where a partition's writing goes on: reads the newest claim, then asks the log. Records that arrive meanwhile,
 * or from before a place that was sought, are passed over; they come again.
 */
final class Resumption {
    /** After so long without a record the log is asked another way. */
    private static final long SILENCE_MS = 1000;

    private static final long NOWHERE = -1;

    private enum State {
        LOADING,
        PLACING,
        DECIDED
    }

    private final Bucket bucket;
    private final Names names;
    private final LongConsumer seek;
    private State state;
    private CompletableFuture<Found> loading;
    private Found found;
    private Placement placement;
    private long resumeAt = NOWHERE;
    private long lastRecordAt;
    private boolean skipping;
    private boolean sought;

    /** @param seek lets the next poll begin at this offset */
    Resumption(Bucket bucket, Names names, LongConsumer seek) {
        this.bucket = bucket;
        this.names = names;
        this.seek = seek;
        load();
    }

    /** To be called before the records of a poll: from here on they come from where it was sought. */
    void beginBatch() {
        if (sought) skipping = false;
        sought = false;
    }

    /** Whether the record of this offset is to be passed over. */
    boolean skips(long offset) {
        if (state == State.LOADING && !skipping) {
            resumeAt = offset;
            skipping = true;
        }
        return skipping;
    }

    boolean isLoading() {
        return state == State.LOADING;
    }

    boolean isDecided() {
        return state == State.DECIDED;
    }

    boolean isAsking() {
        return state == State.PLACING && placement.isAsking();
    }

    /** What the bucket had; only once it is not loading any more. */
    Found found() {
        return found;
    }

    /** What to do with a record; where that is to seek, it is done. */
    Step next(long offset, Long timestamp, long now) {
        lastRecordAt = now;
        Step step = placement.next(offset, timestamp);
        if (step == Step.SEEK) seekTo(placement.target());
        else state = State.DECIDED;
        return step;
    }

    /** Goes on with what the bucket has answered, and asks again where the log is silent. */
    void advance(long now) {
        if (state == State.LOADING && Futures.isDone(loading)) {
            found = Futures.result(loading);
            placement = new Placement(found.head == null ? null : found.head.claim(), found.missing.isEmpty());
            state = State.PLACING;
            if (resumeAt != NOWHERE) seekTo(resumeAt);
            resumeAt = NOWHERE;
        } else if (isAsking() && now - lastRecordAt > SILENCE_MS) {
            lastRecordAt = now;
            placement.ask();
            seekTo(placement.target());
        }
    }

    void seekTo(long offset) {
        skipping = true;
        sought = true;
        seek.accept(offset);
    }

    /** Reads a claim's records once more from this offset on. */
    void repeat(long offset) {
        state = State.PLACING;
        seekTo(offset);
    }

    /** Begins anew, with what is claimed by now. */
    void reload(long offset) {
        resumeAt = offset;
        skipping = true;
        sought = false;
        load();
    }

    private void load() {
        state = State.LOADING;
        loading = Found.look(bucket, names);
    }
}
