package clickstream.s3json;

import clickstream.s3json.config.Settings;
import clickstream.s3json.flush.Limits;
import clickstream.s3json.flush.Memory;
import clickstream.s3json.flush.Partitions;
import clickstream.s3json.flush.Shared;
import clickstream.s3json.flush.Stats;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.sink.SinkRecord;

/** The sink's task as it runs in a worker, with a bucket that drops what it is given. */
final class OneTask {
    private final Stats stats = new Stats();
    private final Partitions partitions;

    /** @param more settings and their values in turn */
    OneTask(String... more) {
        Map<String, String> given = new HashMap<>(Map.of("s3.bucket", "bench", "s3.prefix", "events"));
        for (int i = 0; i < more.length; i += 2) given.put(more[i], more[i + 1]);
        Settings settings = new Settings(given);
        DroppingBucket bucket = new DroppingBucket();
        Shared shared = new Shared(
                bucket,
                new SettingsLayout.Factory(settings),
                (record, problem) -> CompletableFuture.failedFuture(problem),
                new Limits(
                        settings.rotateBytes(),
                        settings.rotateRecords(),
                        settings.rotateInterval().toMillis(),
                        settings.maxOpenHours()),
                new Memory(settings.memoryBytes()),
                stats);
        partitions = new Partitions(settings.prefix(), bucket, shared, new NoIntake());
        partitions.open(List.of(new TopicPartition("app_logs", 0)));
        // The first poll finds nothing, while the newest claim is read.
        put(List.of());
    }

    void put(Collection<SinkRecord> records) {
        partitions.put(records, System.currentTimeMillis());
    }

    /** Offset up to which everything is in the bucket. */
    long committable() {
        return partitions.committable().getOrDefault(new TopicPartition("app_logs", 0), 0L);
    }

    private static final class NoIntake implements Partitions.Intake {
        @Override
        public void seek(TopicPartition partition, long offset) {
            throw new IllegalStateException("a seek to " + offset);
        }

        @Override
        public void pause(TopicPartition partition) {
            // What is measured goes on regardless; the bucket answers at once.
        }

        @Override
        public void resume(TopicPartition partition) {
            // As above.
        }
    }
}
