package clickstream.transforms;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A column that is filled from a path inside the event. */
final class Column {
    /** What every event has; `data` is not among them, because it is never NULL. */
    static final List<Column> OF_META = List.of(
            new Column("event_id", ColumnType.STRING, "meta.id"),
            new Column("project", ColumnType.STRING, "meta.project"),
            new Column("ctime", ColumnType.LONG, "meta.ctime"),
            new Column("ip", ColumnType.STRING, "meta.ip"),
            new Column("user_agent", ColumnType.STRING, "meta.ua"),
            new Column("query", ColumnType.STRING, "meta.query"));

    static final String DATA = "data";
    static final String RECEIVED_AT = "received_at";
    static final String PARTITION = "kafka_partition";
    static final String OFFSET = "kafka_offset";

    /** Names that a typed column cannot have. */
    static final List<String> FIXED = Stream.concat(
                    OF_META.stream().map(Column::name), Stream.of(DATA, RECEIVED_AT, PARTITION, OFFSET))
            .collect(Collectors.toUnmodifiableList());

    private static final Pattern NAME = Pattern.compile("[a-z0-9_]{1,120}");
    private static final Pattern PATH = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*(\\.[A-Za-z_][A-Za-z0-9_]*){0,7}");
    private static final Pattern ENTRY = Pattern.compile("([^:]*):([^:]*):([^:]*)");

    private final String name;
    private final ColumnType type;
    private final String path;

    private Column(String name, ColumnType type, String path) {
        this.name = name;
        this.type = type;
        this.path = path;
    }

    /**
     * Reads {@code name:type:path}.
     *
     * @throws IllegalArgumentException with what is wrong and what to write instead
     */
    static Column parse(String entry) {
        Matcher parts = ENTRY.matcher(entry.trim());
        check(parts.matches(), "'%s' is not name:type:path, such as amount:double:data.amount", entry);
        String name = parts.group(1);
        String type = parts.group(2);
        String path = parts.group(3);
        check(NAME.matcher(name).matches(), "column name '%s' must be 1 to 120 lowercase letters, digits and _", name);
        String types = Stream.of(ColumnType.values()).map(ColumnType::spelling).collect(Collectors.joining(", "));
        check(ColumnType.named(type).isPresent(), "column %s: type '%s' is none of %s", name, type, types);
        check(
                PATH.matcher(path).matches(),
                "column %s: path '%s' must be 1 to 8 field names joined by dots, such as data.amount",
                name,
                path);
        return new Column(name, ColumnType.named(type).orElseThrow(), path);
    }

    String name() {
        return name;
    }

    ColumnType type() {
        return type;
    }

    String[] steps() {
        return path.split("\\.");
    }

    private static void check(boolean holds, String message, Object... values) {
        if (!holds) throw new IllegalArgumentException(String.format(message, values));
    }
}
