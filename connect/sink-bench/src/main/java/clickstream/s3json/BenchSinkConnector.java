package clickstream.s3json;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.connect.sink.SinkConnector;

/** What the connectors of a benchmark have in common: every task gets the settings as they are. */
abstract class BenchSinkConnector extends SinkConnector {
    static final String VERSION = "bench";

    private Map<String, String> given = Map.of();

    @Override
    public void start(Map<String, String> properties) {
        given = properties;
    }

    @Override
    public List<Map<String, String>> taskConfigs(int maxTasks) {
        return Collections.nCopies(maxTasks, given);
    }

    @Override
    public void stop() {}

    @Override
    public ConfigDef config() {
        return new ConfigDef();
    }

    @Override
    public String version() {
        return VERSION;
    }
}
