package clickstream.s3json.config;

import static org.apache.kafka.common.config.ConfigDef.Importance.HIGH;
import static org.apache.kafka.common.config.ConfigDef.Importance.LOW;
import static org.apache.kafka.common.config.ConfigDef.Importance.MEDIUM;
import static org.apache.kafka.common.config.ConfigDef.Type.INT;
import static org.apache.kafka.common.config.ConfigDef.Type.LIST;
import static org.apache.kafka.common.config.ConfigDef.Type.LONG;
import static org.apache.kafka.common.config.ConfigDef.Type.STRING;

import clickstream.s3json.codec.Codecs;
import clickstream.s3json.layout.FolderStyle;
import clickstream.s3json.layout.PartitionBy;
import clickstream.s3json.lines.EnvelopeField;

/** Settings that say what an object is, where it goes and when it ends. */
final class ObjectDefinition {
    private static final long KIB = 1024;
    private static final long MIB = 1024 * KIB;

    private ObjectDefinition() {}

    static void format(Group group) {
        group.add(
                        Keys.COMPRESSION,
                        STRING,
                        "gzip",
                        Choice.of(Codecs.class),
                        HIGH,
                        "Compression",
                        "How objects are compressed: gzip, zstd or none.")
                .add(
                        Keys.COMPRESSION_LEVEL,
                        INT,
                        null,
                        Valid.between(1, 9),
                        MEDIUM,
                        "Compression level",
                        "1 (quick) to 9 (small). Nothing: 6 with gzip, 3 with zstd. A zstd object being written takes"
                                + " 2 MB (level 1) to 17 MB (level 9) of memory.bytes.")
                .add(
                        Keys.ENVELOPE,
                        LIST,
                        "",
                        Choice.of(EnvelopeField.class),
                        LOW,
                        "Envelope",
                        "What each line carries around the value: key, headers, topic, partition, offset, timestamp."
                                + " Nothing: the value alone is the line.");
    }

    static void placement(Group group) {
        group.add(
                        Keys.PARTITION_BY,
                        STRING,
                        "hour",
                        Choice.of(PartitionBy.class),
                        MEDIUM,
                        "Time partition",
                        "How long the time is that one folder holds: hour, day, month or year.")
                .add(
                        Keys.PARTITION_TIME,
                        STRING,
                        "record",
                        Valid.fieldPath(),
                        MEDIUM,
                        "Time of an event",
                        "The record's own time (record), or the field of the JSON value that holds it, such as"
                                + " meta.ctime: epoch milliseconds or seconds, or ISO 8601.")
                .add(
                        Keys.PARTITION_TIME_FALLBACK,
                        STRING,
                        "record",
                        Choice.of("record", "bad"),
                        LOW,
                        "Without that time",
                        "Where a record goes whose field holds no time: to its own time's folder (record), or it is a"
                                + " bad record (bad).")
                .add(
                        Keys.PARTITION_TIME_ZONE,
                        STRING,
                        "UTC",
                        Valid.zone(),
                        LOW,
                        "Time zone",
                        "The zone of the folders, and of times in the field that name none.")
                .add(
                        Keys.PARTITION_STYLE,
                        STRING,
                        "hive",
                        Choice.of(FolderStyle.class),
                        LOW,
                        "Folder style",
                        "year=2026/month=01 (hive) or 2026/01 (plain).");
    }

    static void rotation(Group group) {
        group.add(
                        Keys.ROTATE_INTERVAL_MS,
                        LONG,
                        60_000L,
                        Valid.between(100, 86_400_000),
                        HIGH,
                        "Interval",
                        "Longest time from a record's arrival to the end of its object, in milliseconds; a quiet topic"
                                + " arrives too.")
                .add(
                        Keys.ROTATE_BYTES,
                        LONG,
                        128 * MIB,
                        Valid.between(KIB, 5 * KIB * MIB),
                        MEDIUM,
                        "Bytes",
                        "An object ends at about this size in the bucket.")
                .add(
                        Keys.ROTATE_RECORDS,
                        LONG,
                        0L,
                        Valid.between(0, Long.MAX_VALUE),
                        MEDIUM,
                        "Records",
                        "An object ends at this number of records. 0: no limit.")
                .add(
                        Keys.MAX_OPEN_HOURS,
                        INT,
                        3,
                        Valid.between(1, 1000),
                        LOW,
                        "Open folders",
                        "Folders of one partition that are written at once; records of others go to late objects of"
                                + " their folders.")
                .add(
                        Keys.MEMORY_BYTES,
                        LONG,
                        256 * MIB,
                        Valid.between(16 * MIB, 64 * KIB * MIB),
                        HIGH,
                        "Memory",
                        "What one task may hold for objects that are not in the bucket yet, encoders included. When it"
                                + " is reached, the task reads no further until uploads have made room.");
    }
}
