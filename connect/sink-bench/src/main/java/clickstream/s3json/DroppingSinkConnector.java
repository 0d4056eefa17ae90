package clickstream.s3json;

import java.util.Collection;
import java.util.Map;
import org.apache.kafka.connect.connector.Task;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.sink.SinkTask;

/** A sink that drops every record, and says when it had a given number of them: what a worker can do at best. */
public final class DroppingSinkConnector extends BenchSinkConnector {
    @Override
    public Class<? extends Task> taskClass() {
        return DroppingTask.class;
    }

    /** Counts. */
    public static final class DroppingTask extends SinkTask {
        private long wanted;
        private long count;
        private long first;

        @Override
        public void start(Map<String, String> properties) {
            wanted = Long.parseLong(properties.get("records"));
        }

        @Override
        public void put(Collection<SinkRecord> records) {
            if (records.isEmpty() || count >= wanted) return;
            if (count == 0) first = System.nanoTime();
            count += records.size();
            if (count >= wanted) System.out.println("dropped in ms: " + (System.nanoTime() - first) / 1_000_000);
        }

        @Override
        public void stop() {}

        @Override
        public String version() {
            return VERSION;
        }
    }
}
