package clickstream.s3json;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPOutputStream;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.sink.SinkRecord;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Records a second of one task, beside what could be had at best. The collector shares the task's core. */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@OperationsPerInvocation(InnerLoop.BATCH)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(
        value = 1,
        jvmArgs = {"-Xmx512m", "-XX:+UseSerialGC"})
public class InnerLoop {
    static final int BATCH = 500;
    static final long TIME = 1_767_225_600_000L;

    /** A gzip stream of the JDK and nothing else, with a buffer larger than its own. */
    @State(Scope.Thread)
    public static class PlainStream {
        @Param({"1", "6"})
        public int level;

        private final byte[][] events = Events.make(4 * BATCH);
        private OutputStream stream;
        private int next;

        @Setup
        public void open() throws IOException {
            int chosen = level;
            stream = new GZIPOutputStream(OutputStream.nullOutputStream(), 1 << 16) {
                {
                    def.setLevel(chosen);
                }
            };
        }
    }

    /** The sink with gzip. */
    @State(Scope.Thread)
    public static class Compressing {
        @Param({"1", "6"})
        public int level;

        private final Feed feed = new Feed();
        private OneTask task;

        @Setup
        public void start() {
            task = new OneTask("compression", "gzip", "compression.level", String.valueOf(level));
        }
    }

    /** A worker's batches, for a sink that stores them as they are or drops them. */
    @State(Scope.Thread)
    public static class Fetched {
        private final FetchedBatch batch = new FetchedBatch(Events.make(BATCH), TIME);
        private final OneTask task = new OneTask("compression", "none");
        private long offset;

        private List<SinkRecord> next() {
            List<SinkRecord> records = new ArrayList<>(BATCH);
            batch.read(offset, records);
            offset += BATCH;
            return records;
        }
    }

    /** Records one after another, as a worker would make them. */
    static final class Feed {
        private final byte[][] events = Events.make(4 * BATCH);
        private long offset;

        List<SinkRecord> next() {
            List<SinkRecord> records = new ArrayList<>(BATCH);
            for (int i = 0; i < BATCH; i++, offset++) {
                byte[] event = events[(int) (offset % events.length)];
                records.add(new SinkRecord(
                        "app_logs",
                        0,
                        null,
                        null,
                        Schema.OPTIONAL_BYTES_SCHEMA,
                        event,
                        offset,
                        TIME,
                        TimestampType.CREATE_TIME));
            }
            return records;
        }
    }

    @Benchmark
    public void plainGzip(PlainStream plain) throws IOException {
        for (int i = 0; i < BATCH; i++) {
            plain.stream.write(plain.events[plain.next]);
            plain.stream.write('\n');
            plain.next = (plain.next + 1) % plain.events.length;
        }
    }

    @Benchmark
    public void sinkGzip(Compressing sink) {
        sink.task.put(sink.feed.next());
    }

    @Benchmark
    public int dropped(Fetched fetched) {
        int bytes = 0;
        for (SinkRecord record : fetched.next()) bytes += ((byte[]) record.value()).length;
        return bytes;
    }

    @Benchmark
    public void sinkPlain(Fetched fetched) {
        fetched.task.put(fetched.next());
    }
}
