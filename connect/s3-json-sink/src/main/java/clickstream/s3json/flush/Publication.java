package clickstream.s3json.flush;

import clickstream.s3json.claims.Claim;
import clickstream.s3json.claims.Head;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * A flush that takes no more records, on its way into the bucket: first its claim, which replaces the one before only while
 * that is still the newest, then its objects.
 */
final class Publication {
    /** How far it has come. */
    enum Stage {
        WAITING,
        CLAIMING,
        CHECKING,
        SENDING,
        DONE,
        /** Somebody else has claimed these records. */
        LOST
    }

    final Flush flush;
    private final Shared shared;
    private final String headKey;
    private Stage stage = Stage.WAITING;
    private Claim claim;
    private Head head;
    private CompletableFuture<Optional<String>> claiming;
    private CompletableFuture<Optional<Head>> checking;
    private CompletableFuture<Void> sending;

    Publication(Shared shared, String headKey, Flush flush) {
        this.shared = shared;
        this.headKey = headKey;
        this.flush = flush;
    }

    /** Whether its objects are on their way, or will be once an answer is there. */
    boolean isClaimed() {
        return stage == Stage.CLAIMING || stage == Stage.CHECKING || stage == Stage.SENDING;
    }

    /** The newest claim once this one is {@link Stage#DONE}. */
    Head head() {
        return head;
    }

    /**
     * Goes as far as the answers that are there allow.
     *
     * @param newest the claim before, whose objects are complete; null for none
     */
    Stage advance(Head newest) {
        if (stage == Stage.WAITING && flush.isReported()) start(newest);
        if (stage == Stage.CLAIMING && claiming.isDone()) claimed();
        if (stage == Stage.CHECKING && checking.isDone()) checked();
        if (stage == Stage.SENDING && Futures.isDone(sending)) stage = Stage.DONE;
        return stage;
    }

    private void start(Head newest) {
        head = newest;
        if (flush.isEmpty()) {
            stage = Stage.DONE;
        } else if (flush.isReplay()) {
            send();
        } else {
            claim = flush.claim();
            claiming = shared.bucket.writeHead(headKey, claim, newest == null ? null : newest.etag());
            stage = Stage.CLAIMING;
        }
    }

    private void claimed() {
        Optional<String> etag = Futures.result(claiming);
        if (etag.isPresent()) {
            head = new Head(claim, etag.get());
            send();
        } else {
            // It may be our own: the answer to the first attempt was lost, and the second one found it there.
            checking = shared.bucket.readHead(headKey);
            stage = Stage.CHECKING;
        }
    }

    private void checked() {
        Optional<Head> found = Futures.result(checking);
        if (found.isPresent() && found.get().claim().id().equals(claim.id())) {
            head = found.get();
            send();
        } else {
            stage = Stage.LOST;
        }
    }

    private void send() {
        sending = flush.publish();
        stage = Stage.SENDING;
    }
}
