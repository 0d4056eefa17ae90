package clickstream.s3json.flush;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.sink.SinkRecord;

/** The partitions of one task over a bucket in memory, fed the way a worker feeds them. */
final class Harness implements Partitions.Intake {
    final MemoryBucket bucket;
    final Memory memory;
    final Stats stats = new Stats();
    final Set<Integer> paused = new TreeSet<>();
    final List<CompletableFuture<Void>> reports = new ArrayList<>();
    final Partitions partitions;
    private final Map<Integer, List<SinkRecord>> log = new HashMap<>();
    private final Map<Integer, Integer> positions = new HashMap<>();
    long now = 1_000_000;

    Harness(int count, Limits limits, long memoryBytes) {
        this(new MemoryBucket(new Random(1)), count, limits, memoryBytes, new ByKey());
    }

    Harness(MemoryBucket bucket, int count, Limits limits, long memoryBytes, RecordLayout.Factory layouts) {
        this.bucket = bucket;
        bucket.calm = true;
        memory = new Memory(memoryBytes);
        BadRecords bad = (record, problem) -> report();
        Shared shared = new Shared(bucket.client(), layouts, bad, limits, memory, stats);
        partitions = new Partitions("p", bucket.client(), shared, this);
        List<TopicPartition> all = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            all.add(new TopicPartition("t", i));
            log.put(i, new ArrayList<>());
            positions.put(i, 0);
        }
        partitions.open(all);
    }

    private CompletableFuture<Void> report() {
        reports.add(new CompletableFuture<>());
        return reports.get(reports.size() - 1);
    }

    void append(int partition, String folder, String text) {
        List<SinkRecord> records = log.get(partition);
        records.add(new SinkRecord(
                "t", partition, null, folder, Schema.STRING_SCHEMA, text, records.size(), (long) records.size(), null));
    }

    /** One poll: some records of each partition that is not paused; then the bucket answers. */
    void poll() {
        List<SinkRecord> batch = new ArrayList<>();
        positions.forEach((partition, position) -> {
            if (paused.contains(partition)) return;
            List<SinkRecord> records = log.get(partition);
            int to = Math.min(records.size(), position + 50);
            batch.addAll(records.subList(position, to));
            positions.put(partition, to);
        });
        now += 10;
        partitions.put(batch, now);
        while (!bucket.isIdle()) bucket.step();
    }

    /** Polls until everything was read and nothing is on its way; flushes that are open stay so. */
    void drain() {
        for (int i = 0; i < 100_000; i++) {
            poll();
            boolean read = positions.entrySet().stream().allMatch(at -> at.getValue() == log.get(at.getKey()).size());
            if (read && !partitions.isBusy() && paused.isEmpty()) return;
        }
        throw new AssertionError("does not drain: paused " + paused + ", memory " + memory.used());
    }

    /** Lets time go by until every flush has ended. */
    void flush(long intervalMs) {
        drain();
        now += intervalMs;
        drain();
    }

    List<String> keys() {
        return new ArrayList<>(bucket.objects.keySet());
    }

    List<String> lines() {
        return bucket.objects.values().stream()
                .flatMap(object -> object.text.lines())
                .sorted()
                .collect(Collectors.toList());
    }

    @Override
    public void seek(TopicPartition partition, long offset) {
        positions.put(partition.partition(), (int) offset);
    }

    @Override
    public void pause(TopicPartition partition) {
        paused.add(partition.partition());
    }

    @Override
    public void resume(TopicPartition partition) {
        paused.remove(partition.partition());
    }
}
