package clickstream.s3json.config;

import static org.apache.kafka.common.config.ConfigDef.Importance.LOW;
import static org.apache.kafka.common.config.ConfigDef.Importance.MEDIUM;
import static org.apache.kafka.common.config.ConfigDef.Type.INT;
import static org.apache.kafka.common.config.ConfigDef.Type.LONG;
import static org.apache.kafka.common.config.ConfigDef.Type.STRING;

/** Settings of what cannot be stored, and of what is tried again. */
final class FaultDefinition {
    private static final long MIB = 1 << 20;

    private FaultDefinition() {}

    static void faults(Group group) {
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
