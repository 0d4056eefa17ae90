package clickstream.s3json.config;

import clickstream.s3json.codec.Codec;
import clickstream.s3json.codec.Codecs;
import clickstream.s3json.layout.FolderStyle;
import clickstream.s3json.layout.PartitionBy;
import clickstream.s3json.lines.EnvelopeField;
import java.net.URI;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.ConfigValue;

/** The connector's settings, checked. */
public final class Settings {
    private static final ConfigDef DEFINITION = Definition.make();

    /** Decide what the object of given records is: the same values give the same lines in the same folders. */
    private static final List<String> LAYOUT_KEYS = List.of(
            Keys.COMPRESSION,
            Keys.COMPRESSION_LEVEL,
            Keys.ENVELOPE,
            Keys.PARTITION_BY,
            Keys.PARTITION_STYLE,
            Keys.PARTITION_TIME,
            Keys.PARTITION_TIME_FALLBACK,
            Keys.PARTITION_TIME_ZONE,
            Keys.NULL_VALUES,
            Keys.RECORD_MAX_BYTES);

    private final Map<String, Object> values;

    /** @throws ConfigException naming every key that is wrong */
    public Settings(Map<String, String> given) {
        List<String> problems = validate(given).stream()
                .flatMap(value -> value.errorMessages().stream())
                .collect(Collectors.toList());
        if (!problems.isEmpty()) throw new ConfigException(String.join("\n", problems));
        values = DEFINITION.parse(withoutNulls(given));
    }

    public static ConfigDef definition() {
        return DEFINITION;
    }

    /** Each setting with what is wrong with it, alone or together with others; never throws. */
    public static List<ConfigValue> validate(Map<String, String> given) {
        Map<String, String> present = withoutNulls(given);
        List<ConfigValue> values = new ArrayList<>(DEFINITION.validate(present));
        values.addAll(Checks.run(values, present));
        return values;
    }

    private static Map<String, String> withoutNulls(Map<String, String> given) {
        Map<String, String> present = new TreeMap<>(given);
        present.values().removeIf(Objects::isNull);
        return present;
    }

    /** The settings that decide lines, folders and compression, as text; a connector with these makes the same objects. */
    public Map<String, String> layout() {
        Map<String, String> layout = new TreeMap<>();
        for (String key : LAYOUT_KEYS) {
            Object value = values.get(key);
            if (value instanceof List) {
                layout.put(key, ((List<?>) value).stream().map(String::valueOf).collect(Collectors.joining(",")));
            } else if (value != null) {
                layout.put(key, value.toString());
            }
        }
        return layout;
    }

    /** These settings with another layout, as {@link #layout()} gave it. */
    public Settings withLayout(Map<String, String> layout) {
        Map<String, String> all = new TreeMap<>();
        values.forEach((key, value) -> {
            if (value != null && !LAYOUT_KEYS.contains(key)) all.put(key, value.toString());
        });
        all.putAll(layout);
        return new Settings(all);
    }

    public String bucket() {
        return text(Keys.BUCKET);
    }

    public String prefix() {
        return text(Keys.PREFIX);
    }

    public Optional<String> region() {
        return optional(Keys.REGION);
    }

    public Optional<URI> endpoint() {
        return optional(Keys.ENDPOINT).map(URI::create);
    }

    public boolean pathStyle() {
        return (Boolean) values.get(Keys.PATH_STYLE);
    }

    public Optional<String> kmsKey() {
        return optional(Keys.KMS_KEY);
    }

    public Optional<String> storageClass() {
        return optional(Keys.STORAGE_CLASS);
    }

    public Optional<String> bucketOwner() {
        return optional(Keys.BUCKET_OWNER);
    }

    public Optional<String> roleArn() {
        return optional(Keys.ROLE_ARN);
    }

    public Optional<String> roleExternalId() {
        return optional(Keys.ROLE_EXTERNAL_ID);
    }

    public String roleSessionName() {
        return optional(Keys.ROLE_SESSION_NAME).orElse("clickstream-s3-json-sink");
    }

    public Codec codec() {
        Codecs codecs = word(Codecs.class, Keys.COMPRESSION);
        return codecs.codec((Integer) values.get(Keys.COMPRESSION_LEVEL));
    }

    public Set<EnvelopeField> envelope() {
        Set<EnvelopeField> fields = EnumSet.noneOf(EnvelopeField.class);
        for (Object field : (List<?>) values.get(Keys.ENVELOPE))
            fields.add(constant(EnvelopeField.class, (String) field));
        return fields;
    }

    public PartitionBy partitionBy() {
        return word(PartitionBy.class, Keys.PARTITION_BY);
    }

    public FolderStyle folderStyle() {
        return word(FolderStyle.class, Keys.PARTITION_STYLE);
    }

    /** "record", or a field path. */
    public String partitionTime() {
        return text(Keys.PARTITION_TIME);
    }

    public boolean fallsBackToRecordTime() {
        return "record".equals(text(Keys.PARTITION_TIME_FALLBACK));
    }

    public ZoneId zone() {
        return ZoneId.of(text(Keys.PARTITION_TIME_ZONE));
    }

    public long rotateBytes() {
        return number(Keys.ROTATE_BYTES);
    }

    /** {@link Long#MAX_VALUE} without a limit. */
    public long rotateRecords() {
        long records = number(Keys.ROTATE_RECORDS);
        return records == 0 ? Long.MAX_VALUE : records;
    }

    public Duration rotateInterval() {
        return Duration.ofMillis(number(Keys.ROTATE_INTERVAL_MS));
    }

    public int maxOpenHours() {
        return (int) number(Keys.MAX_OPEN_HOURS);
    }

    public long memoryBytes() {
        return number(Keys.MEMORY_BYTES);
    }

    /** Of one line, its line break not counted. */
    public int recordMaxBytes() {
        return (int) number(Keys.RECORD_MAX_BYTES);
    }

    public BadRecordPolicy badRecords() {
        return word(BadRecordPolicy.class, Keys.BAD_RECORDS);
    }

    public NullPolicy nullValues() {
        return word(NullPolicy.class, Keys.NULL_VALUES);
    }

    public int retryAttempts() {
        return (int) number(Keys.RETRY_ATTEMPTS);
    }

    public Duration retryBackoff() {
        return Duration.ofMillis(number(Keys.RETRY_BACKOFF_MS));
    }

    public Duration retryMaxBackoff() {
        return Duration.ofMillis(number(Keys.RETRY_MAX_BACKOFF_MS));
    }

    public Duration requestTimeout() {
        return Duration.ofMillis(number(Keys.REQUEST_TIMEOUT_MS));
    }

    private String text(String key) {
        return (String) values.get(key);
    }

    private Optional<String> optional(String key) {
        return Optional.of(text(key)).filter(text -> !text.isEmpty());
    }

    private long number(String key) {
        return ((Number) values.get(key)).longValue();
    }

    private <T extends Enum<T>> T word(Class<T> type, String key) {
        return constant(type, text(key));
    }

    private static <T extends Enum<T>> T constant(Class<T> type, String word) {
        return Enum.valueOf(type, word.toUpperCase(Locale.ROOT));
    }
}
