package clickstream.s3json;

import clickstream.s3json.bucket.S3Bucket;
import clickstream.s3json.config.Settings;
import clickstream.s3json.flush.Limits;
import clickstream.s3json.flush.Memory;
import clickstream.s3json.flush.Partitions;
import clickstream.s3json.flush.Shared;
import clickstream.s3json.flush.Stats;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.sink.SinkTask;

/** One task of the sink: what the worker calls, handed to {@link Partitions}. */
public final class S3JsonSinkTask extends SinkTask {
    /** How often answers of the bucket are looked at while some are awaited. */
    private static final long BUSY_POLL_MS = 20;

    /** Longest time between two looks at the clock; an interval is kept to within it. */
    private static final long IDLE_POLL_MS = 1000;

    /** What a rebalance waits for objects whose claim stands. */
    private static final long CLOSE_PATIENCE_MS = 5000;

    private Partitions partitions;
    private S3Bucket bucket;
    private TaskMetrics metrics;
    private Map<TopicPartition, Long> committed = new HashMap<>();

    @Override
    public String version() {
        return Version.current();
    }

    @Override
    public void start(Map<String, String> properties) {
        Settings settings = new Settings(properties);
        Stats stats = new Stats();
        Memory memory = new Memory(settings.memoryBytes());
        bucket = new S3Bucket(settings, stats.retries);
        Limits limits = new Limits(
                settings.rotateBytes(), settings.rotateRecords(), settings.rotateInterval().toMillis(), settings.maxOpenHours());
        Shared shared = new Shared(
                bucket,
                new SettingsLayout.Factory(settings),
                new ReportedRecords(settings.badRecords(), context.errantRecordReporter()),
                limits,
                memory,
                stats);
        partitions = new Partitions(settings.prefix(), bucket, shared, new Worker());
        metrics = new TaskMetrics(
                properties.getOrDefault("name", "s3-json-sink"),
                properties.getOrDefault(S3JsonSinkConnector.TASK, "0"),
                stats,
                memory);
    }

    @Override
    public void open(Collection<TopicPartition> assigned) {
        partitions.open(assigned);
    }

    @Override
    public void close(Collection<TopicPartition> revoked) {
        partitions.close(revoked, CLOSE_PATIENCE_MS);
        committed.keySet().removeAll(revoked);
    }

    @Override
    public void put(Collection<SinkRecord> records) {
        long now = System.currentTimeMillis();
        partitions.put(records, now);
        metrics.update(partitions.oldest(now), now);
        Map<TopicPartition, Long> offsets = partitions.committable();
        if (!offsets.equals(committed)) context.requestCommit();
        long untilDeadline = Math.max(1, partitions.deadline() - now);
        context.timeout(Math.min(untilDeadline, partitions.isBusy() ? BUSY_POLL_MS : IDLE_POLL_MS));
    }

    @Override
    public Map<TopicPartition, OffsetAndMetadata> preCommit(Map<TopicPartition, OffsetAndMetadata> current) {
        committed = partitions.committable();
        Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
        committed.forEach((partition, offset) -> {
            if (current.containsKey(partition)) offsets.put(partition, new OffsetAndMetadata(offset));
        });
        return offsets;
    }

    @Override
    public void stop() {
        if (metrics != null) metrics.close();
        if (bucket != null) bucket.close();
    }

    private final class Worker implements Partitions.Intake {
        @Override
        public void seek(TopicPartition partition, long offset) {
            context.offset(partition, offset);
        }

        @Override
        public void pause(TopicPartition partition) {
            context.pause(partition);
        }

        @Override
        public void resume(TopicPartition partition) {
            context.resume(partition);
        }
    }
}
