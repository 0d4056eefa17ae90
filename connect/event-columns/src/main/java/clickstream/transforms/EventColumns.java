package clickstream.transforms;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.connect.components.Versioned;
import org.apache.kafka.connect.connector.ConnectRecord;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.transforms.Transformation;

/**
 * Turns an event's text, as a string or byte-array converter gives it, into flat columns: a map without a schema for
 * Apache Iceberg's sink. It never throws: what is no JSON goes whole into {@code data}, and what does not fit its
 * column is NULL.
 */
public abstract class EventColumns<R extends ConnectRecord<R>> implements Transformation<R>, Versioned {
    static final String COLUMNS = "columns";

    private static final ConfigDef CONFIG = new ConfigDef()
            .define(
                    COLUMNS,
                    ConfigDef.Type.LIST,
                    List.of(),
                    new ColumnList(),
                    ConfigDef.Importance.MEDIUM,
                    "Typed columns beside the fixed ones, as name:type:path,… such as amount:double:data.amount."
                            + " Types: string, int, long, float, double, boolean, date, timestamp."
                            + " A value that does not fit is NULL, and counted.");

    private List<Column> columns = List.of();
    private EventReader reader;
    private Counters counters;

    @Override
    public void configure(Map<String, ?> settings) {
        close();
        columns = new ArrayList<>(Column.OF_META);
        columns.addAll(ColumnList.of(new AbstractConfig(CONFIG, settings, false).getList(COLUMNS)));
        List<String[]> paths = new ArrayList<>();
        List<String> names = new ArrayList<>();
        for (Column column : columns) {
            paths.add(column.steps());
            names.add(column.name());
        }
        paths.add(new String[] {Column.DATA});
        names.add(Column.RECEIVED_AT);
        reader = new EventReader(PathTree.of(paths), paths.size());
        counters = new Counters(names);
        counters.register();
    }

    @Override
    public R apply(R record) {
        counters.record();
        Map<String, Object> row = new HashMap<>(2 * (columns.size() + 4));
        String text = text(operand(record));
        if (text != null) fill(row, text);
        Long time = record.timestamp();
        row.put(Column.RECEIVED_AT, fitted(columns.size(), time != null, ColumnType.instant(time)));
        row.put(Column.PARTITION, record.kafkaPartition());
        row.put(Column.OFFSET, record instanceof SinkRecord ? ((SinkRecord) record).kafkaOffset() : null);
        counters.log(() -> place(record));
        return changed(record, row);
    }

    @Override
    public ConfigDef config() {
        return CONFIG;
    }

    @Override
    public String version() {
        return Version.current();
    }

    @Override
    public void close() {
        if (counters != null) counters.close();
        counters = null;
    }

    protected abstract Object operand(R record);

    protected abstract R changed(R record, Map<String, Object> row);

    private void fill(Map<String, Object> row, String text) {
        int data = columns.size();
        boolean isJson = reader.read(text);
        if (!isJson) counters.notJson();
        if (!isJson || reader.start(data) < 0) row.put(Column.DATA, text);
        else row.put(Column.DATA, text.substring(reader.start(data), reader.end(data)));
        if (!isJson) return;
        for (int index = 0; index < data; index++) {
            int from = reader.start(index);
            if (from < 0 || text.charAt(from) == 'n') continue;
            Column column = columns.get(index);
            row.put(column.name(), fitted(index, true, column.type().of(text, from, reader.end(index))));
        }
    }

    private Object fitted(int column, boolean given, Object value) {
        if (given && value == null) counters.unfit(column);
        return value;
    }

    private static String place(ConnectRecord<?> record) {
        Object offset = record instanceof SinkRecord ? ((SinkRecord) record).kafkaOffset() : "?";
        return record.topic() + "-" + record.kafkaPartition() + "@" + offset;
    }

    private static String text(Object value) {
        if (value instanceof byte[]) return new String((byte[]) value, StandardCharsets.UTF_8);
        if (value instanceof ByteBuffer)
            return StandardCharsets.UTF_8
                    .decode(((ByteBuffer) value).duplicate())
                    .toString();
        return value == null ? null : value.toString();
    }

    /** The transform of a record's value. */
    public static final class Value<R extends ConnectRecord<R>> extends EventColumns<R> {
        @Override
        protected Object operand(R record) {
            return record.value();
        }

        @Override
        protected R changed(R record, Map<String, Object> row) {
            return record.newRecord(
                    record.topic(),
                    record.kafkaPartition(),
                    record.keySchema(),
                    record.key(),
                    null,
                    row,
                    record.timestamp());
        }
    }
}
