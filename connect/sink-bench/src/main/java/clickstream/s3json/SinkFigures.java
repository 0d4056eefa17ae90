package clickstream.s3json;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.connect.sink.SinkRecord;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Prints the sink's figures as ratios of one run. */
public final class SinkFigures {
    private static final int ROUNDS = 400;

    private SinkFigures() {}

    public static void main(String[] arguments) throws RunnerException {
        Collection<RunResult> results = new Runner(new OptionsBuilder()
                        .include(InnerLoop.class.getName() + "\\.")
                        .verbosity(VerboseMode.SILENT)
                        .build())
                .run();
        Map<String, Double> rates = new TreeMap<>();
        for (RunResult result : results) {
            String level = result.getParams().getParam("level");
            rates.put(
                    result.getPrimaryResult().getLabel() + (level == null ? "" : level),
                    result.getPrimaryResult().getScore());
        }
        System.out.println("| figure | records/s | against | ratio | goal |\n| --- | ---: | ---: | ---: | --- |");
        row(
                "gzip level 1, the JDK's own stream over the same bytes",
                rates.get("sinkGzip1"),
                rates.get("plainGzip1"),
                0.8);
        row("gzip level 6, the same", rates.get("sinkGzip6"), rates.get("plainGzip6"), 0.8);
        row("no compression, a sink that drops a worker's records", rates.get("sinkPlain"), rates.get("dropped"), 0.6);
        System.out.println("\n| allocated per record, beyond the record | bytes | goal |\n| --- | ---: | --- |");
        for (String compression : List.of("gzip", "zstd", "none")) {
            System.out.printf("| %s | %d | <= 64 |%n", compression, allocatedPerRecord(compression));
        }
    }

    private static void row(String figure, double rate, double against, double goal) {
        System.out.printf("| %s | %.0f | %.0f | %.2f | >= %.1f |%n", figure, rate, against, rate / against, goal);
    }

    /** By the JVM's own count for the task's thread, over many batches whose objects end and begin. */
    private static long allocatedPerRecord(String compression) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long self = Thread.currentThread().getId();
        OneTask task = new OneTask("compression", compression, "rotate.bytes", String.valueOf(16 << 20));
        InnerLoop.Feed feed = new InnerLoop.Feed();
        long allocated = 0;
        for (int round = -ROUNDS; round < ROUNDS; round++) {
            List<SinkRecord> records = feed.next();
            long before = threads.getThreadAllocatedBytes(self);
            task.put(records);
            if (round >= 0) allocated += threads.getThreadAllocatedBytes(self) - before;
        }
        if (task.committable() == 0) throw new IllegalStateException("nothing arrived with " + compression);
        return allocated / ROUNDS / InnerLoop.BATCH;
    }
}
