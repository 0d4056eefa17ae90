package clickstream.transforms;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;

/** The setting that names typed columns: everything that is wrong with it is said at once, when it is validated. */
final class ColumnList implements ConfigDef.Validator {
    private static final int MOST = 200;

    @Override
    public void ensureValid(String setting, Object value) {
        List<String> problems = new ArrayList<>();
        parse(value, problems);
        if (!problems.isEmpty()) throw new ConfigException(setting, value, String.join("; ", problems));
    }

    static List<Column> of(List<String> entries) {
        return parse(entries, new ArrayList<>());
    }

    @Override
    public String toString() {
        return "name:type:path,…";
    }

    private static List<Column> parse(Object value, List<String> problems) {
        List<Column> columns = new ArrayList<>();
        if (!(value instanceof List)) return columns;
        Set<String> names = new HashSet<>(Column.FIXED);
        for (Object entry : (List<?>) value) {
            try {
                Column column = Column.parse(String.valueOf(entry));
                if (!names.add(column.name())) problems.add("column " + column.name() + " exists already");
                columns.add(column);
            } catch (IllegalArgumentException problem) {
                problems.add(problem.getMessage());
            }
        }
        if (columns.size() > MOST) problems.add(columns.size() + " columns are more than " + MOST);
        return columns;
    }
}
