package clickstream.s3json.flush;

import clickstream.s3json.bucket.Bucket;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.sink.SinkRecord;

/** A worker's task with the real partition writer: polls, seeks and commits the way Connect does. */
final class SimulatedTask {
    static final Names NAMES = new Names("p", new TopicPartition("t", 0));

    private final SimulatedLog log;
    private final Random random;
    private final PartitionWriter writer;
    private long position;
    private long sought = -1;
    /** Whether the group has given its partition to somebody else; it does not know. */
    boolean zombie;

    SimulatedTask(SimulatedLog log, Bucket bucket, Random random) {
        this.log = log;
        this.random = random;
        Limits limits = new Limits(
                20 + random.nextInt(80), 1 + random.nextInt(20), 5 + random.nextInt(60), 1 + random.nextInt(2), 25, 12);
        Shared shared = new Shared(
                bucket,
                new ByKey(),
                (record, problem) -> CompletableFuture.completedFuture(null),
                limits,
                // None is free, so that parts are as small as the limits say.
                new Memory(0),
                new Stats());
        position = log.position(Math.max(0, log.committed));
        writer = new PartitionWriter("t-0", NAMES, shared, offset -> sought = offset);
    }

    void step(long now) {
        if (sought >= 0) position = log.position(sought);
        sought = -1;
        position = log.position(position);
        List<SinkRecord> records =
                writer.wantsPause() ? List.of() : log.read(position, 1 + random.nextInt(6));
        if (!records.isEmpty()) position = records.get(records.size() - 1).kafkaOffset() + 1;
        writer.beginBatch();
        for (SinkRecord record : records) writer.accept(record, record.kafkaOffset(), now);
        writer.advance(now);
        if (!zombie && random.nextInt(3) == 0) writer.committable().ifPresent(offset -> log.committed = offset);
    }

    /** Memory is short: what can be ended is ended, what cannot is read again later. */
    void squeeze() {
        if (writer.sealable() > 0) writer.seal();
        else if (writer.replaying() > 0) writer.shed();
    }

    boolean isDone() {
        return log.read(position, 1).isEmpty() && sought < 0 && !writer.isBusy() && writer.oldest(-1) == -1;
    }

    boolean isAbandoned(String key) {
        return writer.isAbandoned(key);
    }

    void close() {
        writer.close(System.nanoTime());
    }
}
