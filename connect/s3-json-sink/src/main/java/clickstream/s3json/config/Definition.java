package clickstream.s3json.config;

import static org.apache.kafka.common.config.ConfigDef.Importance.HIGH;
import static org.apache.kafka.common.config.ConfigDef.Importance.LOW;
import static org.apache.kafka.common.config.ConfigDef.Importance.MEDIUM;
import static org.apache.kafka.common.config.ConfigDef.Type.BOOLEAN;
import static org.apache.kafka.common.config.ConfigDef.Type.INT;
import static org.apache.kafka.common.config.ConfigDef.Type.LIST;
import static org.apache.kafka.common.config.ConfigDef.Type.LONG;
import static org.apache.kafka.common.config.ConfigDef.Type.STRING;

import clickstream.s3json.codec.Codecs;
import clickstream.s3json.layout.FolderStyle;
import clickstream.s3json.layout.PartitionBy;
import clickstream.s3json.lines.EnvelopeField;
import org.apache.kafka.common.config.ConfigDef;

/** The settings as Connect documents, offers and checks them one by one. */
final class Definition {
    private static final long KIB = 1024;
    private static final long MIB = 1024 * KIB;

    private Definition() {}

    static ConfigDef make() {
        ConfigDef definition = new ConfigDef();
        bucket(new Group(definition, "Bucket"));
        access(new Group(definition, "Access"));
        format(new Group(definition, "Format"));
        placement(new Group(definition, "Placement"));
        rotation(new Group(definition, "Rotation"));
        faults(new Group(definition, "Faults"));
        return definition;
    }

    private static void bucket(Group group) {
        group.add(
                        Keys.BUCKET,
                        STRING,
                        ConfigDef.NO_DEFAULT_VALUE,
                        Valid.bucket(),
                        HIGH,
                        "Bucket",
                        "The bucket that takes the events.")
                .add(
                        Keys.PREFIX,
                        STRING,
                        "",
                        Valid.prefix(),
                        HIGH,
                        "Prefix",
                        "What every key begins with, without a slash at either end. Taken as it is: nothing in it is"
                                + " replaced.")
                .add(
                        Keys.REGION,
                        STRING,
                        "",
                        Valid.text("[a-z]{2,5}(-[a-z]+)+-\\d{1,2}", "a region such as us-east-1"),
                        HIGH,
                        "Region",
                        "The bucket's region. Nothing: what the AWS SDK finds in the environment, as on MSK Connect.")
                .add(
                        Keys.ENDPOINT,
                        STRING,
                        "",
                        Valid.endpoint(),
                        LOW,
                        "Endpoint",
                        "Another S3 server than Amazon's, or a VPC endpoint.")
                .add(
                        Keys.PATH_STYLE,
                        BOOLEAN,
                        false,
                        null,
                        LOW,
                        "Path style",
                        "Put the bucket's name into the path instead of the host's name; most local servers need it.")
                .add(
                        Keys.STORAGE_CLASS,
                        STRING,
                        "",
                        Choice.of("", "STANDARD", "INTELLIGENT_TIERING", "STANDARD_IA", "ONEZONE_IA", "GLACIER_IR"),
                        LOW,
                        "Storage class",
                        "Storage class of the objects, one that can be read at once. Nothing: STANDARD.")
                .add(
                        Keys.KMS_KEY,
                        STRING,
                        "",
                        Valid.text(
                                "arn:aws[a-z-]*:kms:[a-z0-9-]+:\\d{12}:(key|alias)/[\\w/-]+|alias/[\\w/-]+|[0-9a-f-]{36}|mrk-[0-9a-f]{32}",
                                "an ARN, id or alias of a KMS key"),
                        MEDIUM,
                        "KMS key",
                        "Encrypts the objects with this KMS key. Nothing: the bucket's own default encryption.")
                .add(
                        Keys.BUCKET_OWNER,
                        STRING,
                        "",
                        Valid.text("\\d{12}", "an account of 12 digits"),
                        LOW,
                        "Bucket owner",
                        "The account that must own the bucket; otherwise every request is refused.");
    }

    private static void access(Group group) {
        group.add(
                        Keys.ROLE_ARN,
                        STRING,
                        "",
                        Valid.text("arn:aws[a-z-]*:iam::\\d{12}:role/[\\w+=,.@/-]{1,512}", "the ARN of a role"),
                        MEDIUM,
                        "Role",
                        "A role to assume with the worker's own credentials. Nothing: the worker's own credentials.")
                .add(
                        Keys.ROLE_EXTERNAL_ID,
                        STRING,
                        "",
                        Valid.text("[\\w+=,.@:/-]{2,1224}", "2 to 1,224 letters, digits or +=,.@:/-"),
                        LOW,
                        "External id",
                        "The external id that the role's trust policy asks for.")
                .add(
                        Keys.ROLE_SESSION_NAME,
                        STRING,
                        "",
                        Valid.text("[\\w+=,.@-]{2,64}", "2 to 64 letters, digits or +=,.@-"),
                        LOW,
                        "Session name",
                        "The name of the role's sessions in CloudTrail. Nothing: clickstream-s3-json-sink.");
    }

    private static void format(Group group) {
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

    private static void placement(Group group) {
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

    private static void rotation(Group group) {
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

    private static void faults(Group group) {
        group.add(
                        Keys.BAD_RECORDS,
                        STRING,
                        "report",
                        Choice.of(BadRecordPolicy.class),
                        MEDIUM,
                        "Bad records",
                        "What happens to a record that cannot be stored: to the errant-record reporter, and so to the"
                                + " dead letters (report), passed over (skip), or the task stops (fail).")
                .add(
                        Keys.NULL_VALUES,
                        STRING,
                        "bad",
                        Choice.of(NullPolicy.class),
                        LOW,
                        "Null values",
                        "What happens to a record without a value: it is a bad record (bad), passed over (skip), or a"
                                + " line with null (write).")
                .add(
                        Keys.RECORD_MAX_BYTES,
                        INT,
                        (int) (10 * MIB),
                        Valid.between(1, 256 * MIB),
                        LOW,
                        "Largest record",
                        "A record whose line is longer is a bad record.")
                .add(
                        Keys.RETRY_ATTEMPTS,
                        INT,
                        30,
                        Valid.between(1, 100),
                        LOW,
                        "Attempts",
                        "How often a request is tried before the task stops; 30 times take about four minutes.")
                .add(
                        Keys.RETRY_BACKOFF_MS,
                        LONG,
                        100L,
                        Valid.between(1, 60_000),
                        LOW,
                        "Backoff",
                        "Time before the second attempt, in milliseconds; it doubles each time, with jitter.")
                .add(
                        Keys.RETRY_MAX_BACKOFF_MS,
                        LONG,
                        20_000L,
                        Valid.between(1, 600_000),
                        LOW,
                        "Longest backoff",
                        "Longest time between two attempts, in milliseconds.")
                .add(
                        Keys.REQUEST_TIMEOUT_MS,
                        LONG,
                        30_000L,
                        Valid.between(100, 600_000),
                        LOW,
                        "Request timeout",
                        "Longest time without a byte from S3 before an attempt counts as failed, in milliseconds.");
    }
}
