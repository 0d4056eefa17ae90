package clickstream.s3json.config;

/** Names of the connector's settings. */
public final class Keys {
    public static final String BUCKET = "s3.bucket";
    public static final String PREFIX = "s3.prefix";
    public static final String REGION = "s3.region";
    public static final String ENDPOINT = "s3.endpoint";
    public static final String PATH_STYLE = "s3.path.style";
    public static final String KMS_KEY = "s3.kms.key";
    public static final String STORAGE_CLASS = "s3.storage.class";
    public static final String BUCKET_OWNER = "s3.bucket.owner";
    public static final String ROLE_ARN = "s3.role.arn";
    public static final String ROLE_EXTERNAL_ID = "s3.role.external.id";
    public static final String ROLE_SESSION_NAME = "s3.role.session.name";
    public static final String COMPRESSION = "compression";
    public static final String COMPRESSION_LEVEL = "compression.level";
    public static final String ENVELOPE = "envelope";
    public static final String PARTITION_BY = "partition.by";
    public static final String PARTITION_STYLE = "partition.style";
    public static final String PARTITION_TIME = "partition.time";
    public static final String PARTITION_TIME_FALLBACK = "partition.time.fallback";
    public static final String PARTITION_TIME_ZONE = "partition.time.zone";
    public static final String ROTATE_BYTES = "rotate.bytes";
    public static final String ROTATE_RECORDS = "rotate.records";
    public static final String ROTATE_INTERVAL_MS = "rotate.interval.ms";
    public static final String MAX_OPEN_HOURS = "max.open.hours";
    public static final String MEMORY_BYTES = "memory.bytes";
    public static final String RECORD_MAX_BYTES = "record.max.bytes";
    public static final String BAD_RECORDS = "bad.records";
    public static final String NULL_VALUES = "null.values";
    public static final String RETRY_ATTEMPTS = "retry.attempts";
    public static final String RETRY_BACKOFF_MS = "retry.backoff.ms";
    public static final String RETRY_MAX_BACKOFF_MS = "retry.max.backoff.ms";
    public static final String REQUEST_TIMEOUT_MS = "request.timeout.ms";

    private Keys() {}
}
