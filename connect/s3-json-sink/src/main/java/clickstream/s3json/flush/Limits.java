package clickstream.s3json.flush;

/** When a flush ends, and how many objects of it are sent while they are written. */
public final class Limits {
    private static final long SMALLEST_PART = 5L << 20;
    private static final long MOST_PARTS = 10_000;

    final long bytes;
    final long records;
    final long intervalMs;
    final int openHours;
    final long partBytes;
    final long lightBytes;

    /**
     * @param bytes of one object in the bucket
     * @param records of one object
     * @param intervalMs longest time from the first record of a flush to its end
     * @param openHours objects of a flush that are sent while they are written
     */
    public Limits(long bytes, long records, long intervalMs, int openHours) {
        // S3's own limits: a part has 5 MiB or more, an object no more than 10,000 parts. An object ends late by a batch.
        this(bytes, records, intervalMs, openHours, Math.max(SMALLEST_PART, bytes / MOST_PARTS * 2), 1 << 16);
    }

    Limits(long bytes, long records, long intervalMs, int openHours, long partBytes, long lightBytes) {
        this.bytes = bytes;
        this.records = records;
        this.intervalMs = intervalMs;
        this.openHours = openHours;
        this.partBytes = partBytes;
        this.lightBytes = lightBytes;
    }
}
