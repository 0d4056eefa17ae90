package clickstream.transforms;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.sink.SinkRecord;

/** A transform under test, and the rows that it makes. */
final class Rows implements AutoCloseable {
    static final long TIME = 1_764_331_200_123L;

    final EventColumns.Value<SinkRecord> transform = new EventColumns.Value<>();

    Rows(String columns) {
        transform.configure(Map.of("columns", columns));
    }

    static SinkRecord record(Object value) {
        return new SinkRecord(
                "app_logs", 3, null, "key", Schema.STRING_SCHEMA, value, 42, TIME, TimestampType.CREATE_TIME);
    }

    Map<String, Object> of(Object value) {
        return of(record(value));
    }

    /** The row without what Kafka knows. */
    Map<String, Object> event(Object value) {
        Map<String, Object> row = new HashMap<>(of(value));
        row.keySet().removeAll(java.util.List.of("received_at", "kafka_partition", "kafka_offset"));
        return row;
    }

    @SuppressWarnings("unchecked")
    Map<String, Object> of(SinkRecord record) {
        return (Map<String, Object>) transform.apply(record).value();
    }

    @Override
    public void close() {
        transform.close();
    }
}
