package clickstream.s3json.flush;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The protocol under random crashes, zombies, hanging requests, retention and topics made again, by the real classes. */
class ExactlyOnceSimulationTest {
    private static final int RUNS = 3000;

    @Test
    void everyRecordIsInTheBucketOnce() {
        // GIVEN the claims as they are
        // WHEN thousands of runs end
        Sum sum = run(RUNS, (random, log) -> new MemoryBucket(random));
        // THEN no record is lost that the log did not lose, none is there twice, and no upload is left
        assertEquals("0 runs lost records, 0 had some twice, 0 left uploads, 0 did not end", sum.toString(), sum.seeds());
        assertTrue(sum.records > 100_000, () -> "only " + sum.records + " records");
    }

    @Test
    void namesByStartOffsetAloneAreNotEnough() {
        // GIVEN no claims: an object is named by its first offset, and what is delivered again replaces it
        // WHEN the same runs end
        Sum sum = run(500, (random, log) -> new WeakBuckets.NoClaims(random));
        // THEN many of them have duplicates
        assertTrue(sum.twice > 100, sum::toString);
    }

    @Test
    void oneClaimForEachStartOffsetIsNotEnough() {
        // GIVEN a claim for each start offset, but no chain of them
        // WHEN the same runs end
        Sum sum = run(1000, WeakBuckets.ClaimPerStart::new);
        // THEN some of them have duplicates
        assertTrue(sum.twice > 20, sum::toString);
    }

    @BeforeAll
    static void beQuiet() {
        System.setProperty("org.slf4j.simpleLogger.log.clickstream.s3json.flush", "off");
    }

    private static Sum run(int runs, BiFunction<Random, SimulatedLog, MemoryBucket> buckets) {
        Sum sum = new Sum();
        for (int seed = 0; seed < runs; seed++) new Run(seed, buckets).check(sum);
        return sum;
    }

    /** What the runs of one kind came to. */
    private static final class Sum {
        long records;
        int lost;
        int twice;
        int leftUploads;
        int stuck;
        final List<Integer> bad = new ArrayList<>();

        String seeds() {
            return bad.stream().limit(10).map(String::valueOf).collect(Collectors.joining(" ", "seeds ", ""));
        }

        @Override
        public String toString() {
            return lost + " runs lost records, " + twice + " had some twice, " + leftUploads + " left uploads, " + stuck
                    + " did not end";
        }
    }

    private static final class Run {
        private final int number;
        private final Random random;
        private final SimulatedLog log;
        private final MemoryBucket bucket;
        private final List<SimulatedTask> zombies = new ArrayList<>();
        private final boolean retention;
        private final boolean recreation;
        private SimulatedTask task;
        private long now;
        private boolean stuck;

        Run(int number, BiFunction<Random, SimulatedLog, MemoryBucket> buckets) {
            this.number = number;
            random = new Random(number);
            log = new SimulatedLog(random);
            bucket = buckets.apply(random, log);
            retention = number % 3 == 0;
            recreation = number % 5 == 0;
            assign();
            for (int i = 0; i < 400; i++) step();
            settle();
        }

        private void assign() {
            task = new SimulatedTask(log, bucket.client(), random);
        }

        private void step() {
            now++;
            int luck = random.nextInt(1000);
            if (luck < 15) assign(); // SIGKILL: whatever was sent may still arrive
            else if (luck < 25) standStill();
            else if (luck < 30) orderly();
            else if (luck < 40) squeeze();
            else if (luck < 45 && retention) log.expire(random.nextInt(20));
            else if (luck < 47 && recreation) recreate();
            else if (luck < 330) log.append();
            else if (luck < 600) bucket.step();
            else if (luck < 700 && !zombies.isEmpty()) zombies.get(random.nextInt(zombies.size())).step(now);
            else task.step(now);
        }

        /** The group gives the partition away, but the task goes on. */
        private void standStill() {
            task.zombie = true;
            zombies.add(task);
            assign();
        }

        private void orderly() {
            task.close();
            assign();
        }

        private void squeeze() {
            task.squeeze();
        }

        private void recreate() {
            // Whoever reads the deleted topic is told so by the brokers.
            zombies.clear();
            log.recreate();
            orderly();
        }

        private void settle() {
            bucket.calm = true;
            zombies.clear();
            end();
            // A few more records: what nobody needs any more is found by them, and what was silent speaks.
            for (int flush = 0; flush < 2; flush++) {
                for (int i = 0; i < 5; i++) log.append();
                end();
                bucket.uploads.values().removeIf(upload -> task.isAbandoned(upload.key));
            }
            stuck = !task.isDone();
        }

        private void end() {
            for (int i = 0; i < 3_000 && !(task.isDone() && bucket.isIdle()); i++) {
                now++;
                bucket.step();
                bucket.step();
                task.step(now);
            }
        }

        void check(Sum sum) {
            Map<String, Integer> seen = new HashMap<>();
            for (MemoryBucket.StoredObject object : bucket.objects.values()) {
                for (String line : object.text.split("\n")) seen.merge(line, 1, Integer::sum);
            }
            boolean lost = log.appended.stream().anyMatch(id -> !seen.containsKey(id) && !log.expired.contains(id));
            boolean twice = seen.values().stream().anyMatch(count -> count > 1);
            sum.records += seen.size();
            if (lost) sum.lost++;
            if (twice) sum.twice++;
            if (!bucket.uploads.isEmpty()) sum.leftUploads++;
            if (stuck) sum.stuck++;
            if (lost || twice || stuck || !bucket.uploads.isEmpty()) sum.bad.add(number);
        }
    }
}
