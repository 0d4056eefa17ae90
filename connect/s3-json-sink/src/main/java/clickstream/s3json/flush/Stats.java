package clickstream.s3json.flush;

import java.util.concurrent.atomic.LongAdder;

/** What a task has done since it started. */
public final class Stats {
    public final LongAdder records = new LongAdder();
    public final LongAdder bytes = new LongAdder();
    public final LongAdder objects = new LongAdder();
    public final LongAdder openUploads = new LongAdder();
    public final LongAdder retries = new LongAdder();
    public final LongAdder badRecords = new LongAdder();
    public final LongAdder lostClaims = new LongAdder();
}
