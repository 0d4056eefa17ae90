package clickstream.s3json;

import clickstream.s3json.config.Settings;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.Config;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.connect.connector.Task;
import org.apache.kafka.connect.sink.SinkConnector;

/** Writes the events of topics as JSON lines to S3, each exactly once. */
public final class S3JsonSinkConnector extends SinkConnector {
    /** Number of a task among the connector's, in the task's own settings. */
    static final String TASK = "task.number";

    private Map<String, String> given = Map.of();

    @Override
    public void start(Map<String, String> properties) {
        new Settings(properties);
        given = Map.copyOf(properties);
    }

    @Override
    public Class<? extends Task> taskClass() {
        return S3JsonSinkTask.class;
    }

    @Override
    public List<Map<String, String>> taskConfigs(int maxTasks) {
        List<Map<String, String>> tasks = new ArrayList<>();
        for (int number = 0; number < maxTasks; number++) {
            Map<String, String> task = new HashMap<>(given);
            task.put(TASK, String.valueOf(number));
            tasks.add(task);
        }
        return tasks;
    }

    @Override
    public void stop() {
        // Nothing runs in the connector itself.
    }

    @Override
    public Config validate(Map<String, String> given) {
        return new Config(Settings.validate(given));
    }

    @Override
    public ConfigDef config() {
        return Settings.definition();
    }

    @Override
    public String version() {
        return Version.current();
    }
}
