package clickstream.s3json.config;

import clickstream.s3json.codec.Codec;
import clickstream.s3json.codec.Codecs;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.apache.kafka.common.config.ConfigValue;

/** Finds combinations of settings that do not go together; each problem is told at the key that has to change. */
final class Checks {
    /** Smallest part that S3 takes, except for the last one. */
    private static final long PART_BYTES = 5L << 20;

    private static final String TOPICS = "topics";

    /** Nothing of Connect's own begins like this. */
    private static final Pattern OWN = Pattern.compile("(?:s3|compression|rotate|partition|memory|retry|envelope)\\b");

    private static final Pattern ARN = Pattern.compile("arn:([a-z-]+):[a-z0-9]+:([a-z0-9-]*):.*");

    private final Map<String, ConfigValue> values = new TreeMap<>();
    private final Map<String, String> given;
    private final List<ConfigValue> others = new ArrayList<>();

    private Checks(List<ConfigValue> values, Map<String, String> given) {
        for (ConfigValue value : values) this.values.put(value.name(), value);
        this.given = given;
    }

    /**
     * Adds what it finds to the values' error messages.
     *
     * @return values of keys that are not the sink's own, or unknown
     */
    static List<ConfigValue> run(List<ConfigValue> values, Map<String, String> given) {
        Checks checks = new Checks(values, given);
        checks.role();
        checks.regions();
        // Before the level is found useless: what is needed does not depend on it.
        checks.memory();
        checks.compression();
        checks.retries();
        checks.topics();
        checks.unknown();
        return checks.others;
    }

    private void role() {
        if (!text(Keys.ROLE_ARN).isEmpty()) return;
        for (String key : List.of(Keys.ROLE_EXTERNAL_ID, Keys.ROLE_SESSION_NAME)) {
            if (!text(key).isEmpty()) problem(key, "needs " + Keys.ROLE_ARN + ", which says whose it is");
        }
    }

    private void regions() {
        String region = text(Keys.REGION);
        for (String key : List.of(Keys.KMS_KEY, Keys.ROLE_ARN, Keys.BUCKET)) {
            var arn = ARN.matcher(text(key));
            if (region.isEmpty() || !arn.matches()) continue;
            String partition = partitionOf(region);
            if (!arn.group(1).equals(partition)) {
                problem(key, "is in the partition " + arn.group(1) + ", but " + region + " is in " + partition);
            } else if (!arn.group(2).isEmpty() && !arn.group(2).equals(region)) {
                problem(key, "is in " + arn.group(2) + ", but " + Keys.REGION + " is " + region);
            }
        }
    }

    private static String partitionOf(String region) {
        if (region.startsWith("cn-")) return "aws-cn";
        if (region.startsWith("us-gov-")) return "aws-us-gov";
        if (region.startsWith("us-iso-")) return "aws-iso";
        if (region.startsWith("us-isob-")) return "aws-iso-b";
        if (region.startsWith("eusc-")) return "aws-eusc";
        return "aws";
    }

    private void compression() {
        if (has(Keys.COMPRESSION_LEVEL) && "none".equals(text(Keys.COMPRESSION))) {
            problem(Keys.COMPRESSION_LEVEL, "has no meaning with " + Keys.COMPRESSION + "=none; leave it out");
        }
        if ("zstd".equals(text(Keys.COMPRESSION)) && !zstdIsThere()) {
            problem(
                    Keys.COMPRESSION,
                    "zstd is not among this worker's libraries, although Kafka's clients need it; use gzip");
        }
    }

    private static boolean zstdIsThere() {
        try {
            Class.forName("com.github.luben.zstd.ZstdOutputStream");
            return true;
        } catch (ClassNotFoundException | LinkageError e) {
            return false;
        }
    }

    private void memory() {
        if (!has(Keys.MEMORY_BYTES) || !has(Keys.RECORD_MAX_BYTES) || !has(Keys.COMPRESSION)) return;
        if (!valid(Keys.COMPRESSION_LEVEL)) return;
        Codecs codecs = Codecs.valueOf(text(Keys.COMPRESSION).toUpperCase(Locale.ROOT));
        Codec codec = codecs.codec(
                codecs == Codecs.NONE
                        ? null
                        : (Integer) values.get(Keys.COMPRESSION_LEVEL).value());
        // One object being written, one part of it on its way, and the largest record between them.
        long least = codec.encoderBytes() + 2 * PART_BYTES + number(Keys.RECORD_MAX_BYTES);
        if (number(Keys.MEMORY_BYTES) < least) {
            problem(Keys.MEMORY_BYTES, "is less than one open object needs with these settings: at least " + least);
        }
    }

    private void retries() {
        if (!has(Keys.RETRY_BACKOFF_MS) || !has(Keys.RETRY_MAX_BACKOFF_MS)) return;
        if (number(Keys.RETRY_BACKOFF_MS) > number(Keys.RETRY_MAX_BACKOFF_MS)) {
            problem(Keys.RETRY_MAX_BACKOFF_MS, "is less than " + Keys.RETRY_BACKOFF_MS + ", the shortest time");
        }
    }

    /** Events below the folder of the claims would look like claims to whoever tidies up. */
    private void topics() {
        for (String topic : given.getOrDefault(TOPICS, "").split(",")) {
            if (topic.trim().equals("_claims")) {
                other(
                        TOPICS,
                        "_claims is the folder of the sink's own notes; give the topic another name by RegexRouter");
            }
        }
    }

    /** Connect passes over what it does not know, so that a slip of the pen would leave a default in force. */
    private void unknown() {
        for (String key : given.keySet()) {
            if (OWN.matcher(key).lookingAt() && !values.containsKey(key)) {
                other(key, "the sink has no such setting; did you mean " + nearest(key) + "?");
            }
        }
    }

    private String nearest(String key) {
        return values.keySet().stream()
                .min(Comparator.comparingInt(known -> Spelling.distance(known, key)))
                .orElseThrow();
    }

    private void other(String key, String what) {
        ConfigValue value = new ConfigValue(key, given.get(key), List.of(), new ArrayList<>());
        value.addErrorMessage(message(value, what));
        others.add(value);
    }

    /** Whether the setting is given, or has a default, and is right by itself. */
    private boolean has(String key) {
        return valid(key) && values.get(key).value() != null;
    }

    private boolean valid(String key) {
        return values.get(key).errorMessages().isEmpty();
    }

    private String text(String key) {
        return has(key) ? values.get(key).value().toString() : "";
    }

    private long number(String key) {
        return ((Number) values.get(key).value()).longValue();
    }

    private void problem(String key, String what) {
        ConfigValue value = values.get(key);
        value.addErrorMessage(message(value, what));
    }

    private static String message(ConfigValue value, String what) {
        return "Invalid value " + value.value() + " for configuration " + value.name() + ": " + what;
    }
}
