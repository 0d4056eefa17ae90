package clickstream.s3json.flush;

import clickstream.s3json.claims.Head;
import clickstream.s3json.flush.Publication.Stage;
import java.util.ArrayDeque;
import java.util.Deque;

/** A partition's flushes that take no more records, on their way into the bucket one after another. */
final class SealedFlushes {
    private final Shared shared;
    private final String headKey;
    private final Deque<Publication> waiting = new ArrayDeque<>();
    private Head head;

    SealedFlushes(Shared shared, String headKey) {
        this.shared = shared;
        this.headKey = headKey;
    }

    /** Goes on behind this claim; null for none. */
    void begin(Head newest) {
        head = newest;
    }

    /** The newest claim of which this task knows that it is complete, or will be with the first flush here. */
    Head head() {
        return head;
    }

    void add(Flush flush) {
        waiting.add(new Publication(shared, headKey, flush));
    }

    boolean isEmpty() {
        return waiting.isEmpty();
    }

    /** Whether more than one flush waits, so that reading on would not help. */
    boolean isCrowded() {
        return waiting.size() > 1;
    }

    /** The oldest one; only where there is one. */
    Flush first() {
        return waiting.element().flush;
    }

    /** Whether the first one's objects are on their way, or will be once an answer is there. */
    boolean isClaimed() {
        return !waiting.isEmpty() && waiting.element().isClaimed();
    }

    /** Goes as far as the bucket's answers allow; false where somebody else has claimed the first one's records. */
    boolean advance() {
        while (!waiting.isEmpty()) {
            Publication first = waiting.element();
            first.flush.collect();
            Stage stage = first.advance(head);
            if (stage == Stage.LOST) return false;
            if (stage != Stage.DONE) return true;
            head = first.head();
            first.flush.release(true);
            waiting.remove();
        }
        return true;
    }

    /** Gives all of them up. */
    void giveUp() {
        for (Publication publication : waiting) publication.flush.release(false);
        waiting.clear();
    }
}
