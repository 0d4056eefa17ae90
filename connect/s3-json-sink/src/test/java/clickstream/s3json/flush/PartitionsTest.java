package clickstream.s3json.flush;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import clickstream.s3json.bucket.ForeignObjectException;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class PartitionsTest {
    private static final long NEVER = 1_000_000;
    private static final String TEXT = "x".repeat(99);

    @Test
    void aQuietPartitionArrivesWithinTheInterval() {
        // GIVEN one record and nothing after it
        Harness harness = new Harness(1, new Limits(1000, 1000, 500, 2), 1 << 20);
        harness.append(0, "h1", "a");
        harness.drain();
        assertEquals(List.of(), harness.keys());
        // WHEN the interval is over
        harness.flush(500);
        // THEN it is in the bucket, and its offset may be committed
        assertEquals(List.of("p/t/h1/t+0+00000000000000000000.jsonl"), harness.keys());
        assertEquals(Map.of(new TopicPartition("t", 0), 1L), harness.partitions.committable());
    }

    @Test
    void anObjectEndsAtItsNumberOfRecords() {
        Harness harness = new Harness(1, new Limits(1 << 20, 3, NEVER, 2), 1 << 20);
        for (int i = 0; i < 7; i++) harness.append(0, "h1", "r" + i);
        harness.drain();
        assertEquals(
                List.of("p/t/h1/t+0+00000000000000000000.jsonl", "p/t/h1/t+0+00000000000000000003.jsonl"),
                harness.keys());
        assertEquals(List.of("r0", "r1", "r2", "r3", "r4", "r5"), harness.lines());
    }

    @Test
    void theSmallHoursOfAFlushAreLate() {
        // GIVEN room for two open hours, and records of three
        Harness harness = new Harness(1, new Limits(1 << 20, 1000, 500, 2), 1 << 20);
        for (int i = 0; i < 9; i++) harness.append(0, i < 5 ? "h5" : i < 8 ? "h3" : "h1", "r" + i);
        // WHEN the flush ends
        harness.flush(500);
        // THEN the smallest is a late object of its own hour
        assertEquals(
                List.of(
                        "p/t/h1/t+0+00000000000000000000.late.jsonl",
                        "p/t/h3/t+0+00000000000000000000.jsonl",
                        "p/t/h5/t+0+00000000000000000000.jsonl"),
                harness.keys());
    }

    @Test
    void noClaimPassesARecordBeforeItIsReported() {
        // GIVEN a record that cannot be stored between two that can
        Harness harness = new Harness(1, new Limits(1 << 20, 1000, 500, 2), 1 << 20);
        harness.append(0, "h1", "a");
        harness.append(0, null, "bad");
        harness.append(0, "h1", "b");
        for (int i = 0; i < 5; i++) harness.poll();
        harness.now += 500;
        for (int i = 0; i < 5; i++) harness.poll();
        // WHEN the dead letters have not acknowledged it
        assertEquals(List.of(), harness.keys());
        assertEquals(Map.of(new TopicPartition("t", 0), 0L), harness.partitions.committable());
        // THEN nothing is claimed until they have
        harness.reports.get(0).complete(null);
        harness.drain();
        assertEquals(List.of("a", "b"), harness.lines());
        assertEquals(Map.of(new TopicPartition("t", 0), 3L), harness.partitions.committable());
    }

    @Test
    void aFullMemoryEndsTheLargestFlushAndNeverFails() {
        // GIVEN memory for some 200 records, and 3,000 that no other limit ends
        Harness harness = new Harness(3, new Limits(NEVER, NEVER, NEVER, 2), 20_000);
        for (int i = 0; i < 3000; i++) harness.append(i % 3, "h1", i + TEXT);
        // WHEN they are read
        harness.drain();
        harness.flush(NEVER);
        // THEN all are there, and the memory was never exceeded by more than the poll that filled it
        assertEquals(3000, harness.lines().stream().distinct().count());
        assertEquals(3000, harness.lines().size());
        assertEquals(0, harness.memory.used());
    }

    @Test
    void partsAreASixteenthOfTheMemoryThatIsFree() {
        // GIVEN parts of 1,000 bytes or more, and memory for sixteen of 4,000
        Harness harness = new Harness(1, new Limits(NEVER, NEVER, NEVER, 2, 1000, 100), 64_000);
        for (int i = 0; i < 1000; i++) harness.append(0, "h1", "x".repeat(99));
        // WHEN an object of 100,000 bytes is sent THEN no part is larger, and few are smaller
        harness.drain();
        harness.flush(NEVER);
        List<Integer> parts = harness.bucket.partLengths;
        assertEquals(100_000, parts.stream().mapToInt(Integer::intValue).sum());
        assertTrue(parts.stream().allMatch(bytes -> bytes <= 4000), () -> "parts " + parts);
        assertTrue(parts.size() <= 50, () -> "parts " + parts);
    }

    @Test
    void aBacklogOfManyHoursTakesTurns() {
        // GIVEN 4 partitions whose records are spread over 40 hours, and memory for 60,000 bytes of each hour of one
        Limits limits = new Limits(NEVER, NEVER, NEVER, 3, NEVER, 4096);
        Harness harness = new Harness(4, limits, 2_400_000);
        String text = "x".repeat(990);
        for (int i = 0; i < 40_000; i++) harness.append(i % 4, "h" + (i * 7919L / 4) % 40, i + text);
        // WHEN they are read
        harness.drain();
        harness.flush(NEVER);
        // THEN all are there once, in objects of which half have 25,000 bytes or more
        assertEquals(40_000, harness.lines().size());
        int[] sizes = harness.bucket.objects.values().stream()
                .mapToInt(object -> object.text.length())
                .sorted()
                .toArray();
        int median = sizes[sizes.length / 2];
        assertTrue(median >= 25_000, () -> "median " + median + " of " + sizes.length);
    }

    @Test
    void anObjectOfAnotherClaimIsAnErrorThatSaysSo() {
        // GIVEN an object where the sink is about to make one
        Harness harness = new Harness(1, new Limits(1000, 1000, 500, 2), 1 << 20);
        harness.bucket.put("p/t/h1/t+0+00000000000000000000.jsonl", "older", "old");
        harness.append(0, "h1", "a");
        // WHEN it is to be written THEN the task stops and names it
        String message = assertThrows(ForeignObjectException.class, () -> harness.flush(500)).getMessage();
        assertTrue(message.contains("p/t/h1/t+0+00000000000000000000.jsonl"), message);
    }

    @Test
    void aClaimIsRepeatedByTheLayoutItWasMadeWith() {
        // GIVEN a claim whose object did not arrive
        Harness first = new Harness(1, new Limits(1000, 1000, 500, 2), 1 << 20);
        first.append(0, "h1", "a");
        first.append(0, "h1", "b");
        first.flush(500);
        first.bucket.objects.clear();
        // WHEN another task begins there, whose own layout puts records elsewhere
        Harness second = new Harness(first.bucket, 1, new Limits(1000, 1, 500, 2), 1 << 20, new Moved());
        second.append(0, "h1", "a");
        second.append(0, "h1", "b");
        second.append(0, "h1", "c");
        second.flush(500);
        // THEN what was claimed is as it was claimed, and what follows is as it is now
        assertEquals(
                List.of("p/t/elsewhere/t+0+00000000000000000002.jsonl", "p/t/h1/t+0+00000000000000000000.jsonl"),
                second.keys());
        assertEquals(List.of("a", "b", "c"), second.lines());
    }

    /** Puts all records into one folder, unless a claim says otherwise. */
    private static final class Moved implements RecordLayout.Factory {
        @Override
        public RecordLayout current() {
            return new ByKey() {
                @Override
                public String write(
                        org.apache.kafka.connect.sink.SinkRecord record, clickstream.s3json.lines.LineBuffer line) {
                    super.write(record, line);
                    return "elsewhere";
                }
            };
        }

        @Override
        public RecordLayout of(Map<String, String> settings) {
            return new ByKey();
        }
    }
}
