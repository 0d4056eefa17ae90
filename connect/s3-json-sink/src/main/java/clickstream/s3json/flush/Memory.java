package clickstream.s3json.flush;

/** Bytes that a task holds for objects that are not in the bucket yet, encoders and parts on their way included. */
public final class Memory {
    private final long limit;
    private volatile long used;

    public Memory(long limit) {
        this.limit = limit;
    }

    /** Only the task's own thread changes it. */
    @SuppressWarnings("NonAtomicOperationOnVolatileField")
    void add(long bytes) {
        used += bytes;
    }

    public long used() {
        return used;
    }

    public long limit() {
        return limit;
    }

    long free() {
        return Math.max(0, limit - used);
    }

    boolean isFull() {
        return used >= limit;
    }
}
