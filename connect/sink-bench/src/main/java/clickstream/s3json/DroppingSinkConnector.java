package clickstream.s3json;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.connect.connector.Task;
import org.apache.kafka.connect.sink.SinkConnector;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.sink.SinkTask;

/** A sink that drops every record, and says when it had a given number of them: what a worker can do at best. */
public final class DroppingSinkConnector extends SinkConnector {
    private Map<String, String> given = Map.of();

    @Override
    public void start(Map<String, String> properties) {
        given = properties;
    }

    @Override
    public Class<? extends Task> taskClass() {
        return DroppingTask.class;
    }

    @Override
    public List<Map<String, String>> taskConfigs(int maxTasks) {
        List<Map<String, String>> tasks = new ArrayList<>();
        for (int i = 0; i < maxTasks; i++) tasks.add(given);
        return tasks;
    }

    @Override
    public void stop() {}

    @Override
    public ConfigDef config() {
        return new ConfigDef();
    }

    @Override
    public String version() {
        return "bench";
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
            return "bench";
        }
    }
}
