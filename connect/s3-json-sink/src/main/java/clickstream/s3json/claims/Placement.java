package clickstream.s3json.claims;

/**
 * Decides, from a partition's newest claim and the first records that arrive, where to go on. The group's offset is
 * committed only after a claim is complete, so where it is at the claim's end or behind it, it can be trusted. Where it is
 * before, the log itself must show that it is the one that was claimed: a topic that was deleted and made again begins at 0
 * under the same name, and its records must not be taken for repetitions. The claim's last record shows it, because
 * retention takes it last.
 */
public final class Placement {
    /** What to do with the record that was shown. */
    public enum Step {
        /** Write from this record on. */
        CONTINUE,
        /** The claim is complete and this is its last record: write from the next one on. */
        SKIP,
        /** The claim's records arrive again: write what is missing of it. */
        REPLAY,
        /** Read from {@link #target()} on and ask again. */
        SEEK,
        /** Another log under the same name: write from this record on as a new generation. */
        RESTART
    }

    private enum Phase {
        FIRST,
        /** Asked for the claim's last record. */
        LAST,
        /** Nothing came. Asked for what is behind the claim: a log that ends before the last record begins again. */
        BEHIND,
        /** The last record is gone. Asked for the first one that was seen: is that gone too? */
        FIRST_AGAIN,
        SAME_LOG,
        OTHER_LOG
    }

    private final Claim claim;
    private final boolean complete;
    private Phase phase = Phase.FIRST;
    private long firstSeen;
    private long target;

    /**
     * @param claim the newest one; null where there is none
     * @param complete whether all of its objects are in the bucket
     */
    public Placement(Claim claim, boolean complete) {
        this.claim = claim;
        this.complete = complete;
    }

    /** Where to read after {@link Step#SEEK}. */
    public long target() {
        return target;
    }

    public Step next(long offset, Long timestamp) {
        if (claim == null) return Step.CONTINUE;
        switch (phase) {
            case FIRST:
                return first(offset, timestamp);
            case LAST:
                return last(offset, timestamp);
            case BEHIND:
                return offset < claim.end() ? restart(offset) : askForLast();
            case FIRST_AGAIN:
                return offset < claim.end() ? restart(offset) : Step.CONTINUE;
            case SAME_LOG:
                return offset < claim.end() ? Step.REPLAY : Step.CONTINUE;
            default:
                return Step.RESTART;
        }
    }

    /** Whether the answer to a question is awaited that Kafka may never give: a log that ends right there is silent. */
    public boolean isAsking() {
        return phase == Phase.LAST || phase == Phase.BEHIND;
    }

    /** To be called where no record has come for a while: asks another way, from {@link #target()} on. */
    public void ask() {
        phase = phase == Phase.LAST ? Phase.BEHIND : Phase.LAST;
        target = phase == Phase.LAST ? claim.end() - 1 : claim.end();
    }

    private Step first(long offset, Long timestamp) {
        if (offset >= claim.end()) return Step.CONTINUE;
        firstSeen = offset;
        phase = Phase.LAST;
        return offset == claim.end() - 1 ? last(offset, timestamp) : askForLast();
    }

    private Step askForLast() {
        phase = Phase.LAST;
        return seek(claim.end() - 1);
    }

    private Step last(long offset, Long timestamp) {
        // Kafka answers with an earlier record than the one asked for only if its log ends before that.
        if (offset < claim.end() - 1) return restart(offset);
        if (offset > claim.end() - 1) {
            phase = Phase.FIRST_AGAIN;
            return seek(firstSeen);
        }
        if (claim.lastTime() != null && !claim.lastTime().equals(timestamp)) return restart(offset);
        phase = Phase.SAME_LOG;
        return complete ? Step.SKIP : seek(claim.start());
    }

    private Step restart(long offset) {
        phase = Phase.OTHER_LOG;
        return firstSeen < offset ? seek(firstSeen) : Step.RESTART;
    }

    private Step seek(long offset) {
        target = offset;
        return Step.SEEK;
    }
}
