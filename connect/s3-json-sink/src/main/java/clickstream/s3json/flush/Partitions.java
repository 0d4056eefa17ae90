package clickstream.s3json.flush;

import clickstream.s3json.bucket.Bucket;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.ToLongFunction;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.sink.SinkRecord;

/** The partitions of one task: gives each its records, and shares the memory among them. All by the task's thread. */
public final class Partitions {
    /** What must be free again before reading goes on, as a part of the limit. */
    private static final double REFILL = 0.8;

    private final String prefix;
    private final Shared shared;
    private final Intake intake;
    private final AbandonedUploads abandoned;
    private final Map<TopicPartition, PartitionWriter> writers = new LinkedHashMap<>();
    private final Set<TopicPartition> paused = new HashSet<>();
    private boolean full;
    private PartitionWriter alone;
    private TopicPartition lastPartition;
    private PartitionWriter lastWriter;

    /** What the worker does for its task. */
    public interface Intake {
        /** Lets the next poll of a partition begin at this offset. */
        void seek(TopicPartition partition, long offset);

        void pause(TopicPartition partition);

        void resume(TopicPartition partition);
    }

    /** @param prefix of all keys, without a slash at either end */
    public Partitions(String prefix, Bucket bucket, Shared shared, Intake intake) {
        this.prefix = prefix;
        this.shared = shared;
        this.intake = intake;
        abandoned = new AbandonedUploads(bucket);
    }

    public void open(Collection<TopicPartition> partitions) {
        for (TopicPartition partition : partitions) {
            Names names = new Names(prefix, partition);
            writers.put(partition, new PartitionWriter(
                    partition.toString(), names, shared, offset -> intake.seek(partition, offset)));
            // Connect pauses a partition again that comes back and was paused when it was given away.
            paused.add(partition);
        }
    }

    /** Gives partitions up: what is claimed already may still arrive until {@code patienceMs} have gone. */
    public void close(Collection<TopicPartition> partitions, long patienceMs) {
        List<PartitionWriter> leaving = new ArrayList<>();
        for (TopicPartition partition : partitions) {
            PartitionWriter writer = writers.remove(partition);
            if (writer != null) leaving.add(writer);
            paused.remove(partition);
        }
        lastPartition = null;
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(patienceMs);
        for (PartitionWriter writer : leaving) writer.close(end);
    }

    public void put(Collection<SinkRecord> records, long now) {
        for (PartitionWriter writer : writers.values()) writer.beginBatch();
        for (SinkRecord record : records) {
            writer(Origin.topic(record), Origin.partition(record)).accept(record, Origin.offset(record), now);
        }
        advance(now);
    }

    /** How far each partition is in the bucket. */
    public Map<TopicPartition, Long> committable() {
        Map<TopicPartition, Long> offsets = new HashMap<>();
        writers.forEach((partition, writer) -> {
            OptionalLong offset = writer.committable();
            if (offset.isPresent()) offsets.put(partition, offset.getAsLong());
        });
        return offsets;
    }

    /** Whether answers of the bucket are awaited. */
    public boolean isBusy() {
        return writers.values().stream().anyMatch(PartitionWriter::isBusy);
    }

    /** When {@link #put} must be called at the latest. */
    public long deadline() {
        return writers.values().stream().mapToLong(PartitionWriter::deadline).min().orElse(Long.MAX_VALUE);
    }

    /** When the oldest record that is not in the bucket came; {@code now} where there is none. */
    public long oldest(long now) {
        return writers.values().stream().mapToLong(writer -> writer.oldest(now)).min().orElse(now);
    }

    private void advance(long now) {
        for (PartitionWriter writer : writers.values()) writer.advance(now);
        shareMemory(now);
        abandoned.advance(writers, now);
        writers.forEach((partition, writer) -> {
            boolean pause = writer.wantsPause() || full && writer != alone;
            if (pause && paused.add(partition)) intake.pause(partition);
            if (!pause && paused.remove(partition)) intake.resume(partition);
        });
    }

    /**
     * Stops reading while the memory is full. Where nothing is on its way that would give some back, the flush that holds
     * most ends early. A repeated claim cannot end early: all but one of those are read again later.
     */
    private void shareMemory(long now) {
        Memory memory = shared.memory;
        boolean moving = writers.values().stream().anyMatch(PartitionWriter::isUploading);
        full = memory.isFull() || full && moving && memory.used() >= memory.limit() * REFILL;
        alone = null;
        if (!full || moving) return;
        Optional<PartitionWriter> most = most(PartitionWriter::sealable);
        if (most.isPresent()) {
            most.get().seal();
            most.get().advance(now);
            return;
        }
        alone = most(PartitionWriter::replaying).orElse(null);
        for (PartitionWriter writer : writers.values()) {
            if (writer != alone && writer.replaying() > 0) writer.shed();
        }
    }

    private Optional<PartitionWriter> most(ToLongFunction<PartitionWriter> bytes) {
        return writers.values().stream()
                .filter(writer -> bytes.applyAsLong(writer) > 0)
                .max(Comparator.comparingLong(bytes));
    }

    private PartitionWriter writer(String topic, int partition) {
        if (lastPartition != null && lastPartition.partition() == partition && lastPartition.topic().equals(topic)) {
            return lastWriter;
        }
        lastPartition = new TopicPartition(topic, partition);
        lastWriter = writers.get(lastPartition);
        if (lastWriter == null) {
            throw new ConnectException("a record of " + lastPartition + " came, which is not this task's: on workers before 3.6"
                    + " a transform must not rename topics; use s3.prefix instead");
        }
        return lastWriter;
    }
}
