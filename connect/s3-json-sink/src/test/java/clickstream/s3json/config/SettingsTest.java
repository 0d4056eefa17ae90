package clickstream.s3json.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import clickstream.s3json.lines.EnvelopeField;
import java.net.URI;
import java.time.Duration;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.ConfigValue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsTest {
    private static final String KEY = "12345678-1234-1234-1234-123456789012";

    @Test
    void theConfigurationThatTheProjectWritesIsRight() {
        // GIVEN what src/spec/connector-configuration.ts makes
        Map<String, String> given = new HashMap<>(Map.of(
                "connector.class", "clickstream.s3json.S3JsonSinkConnector",
                "s3.bucket", "my-data-bucket",
                "s3.prefix", "events",
                "s3.region", "us-east-1",
                "compression", "gzip",
                "compression.level", "6",
                "rotate.bytes", "134217728",
                "rotate.interval.ms", "60000",
                "partition.by", "hour",
                "partition.time", "record"));
        given.put("memory.bytes", "268435456");
        given.put("errors.tolerance", "all");
        given.put("transforms", null);
        // WHEN it is read THEN nothing is wrong, and the rest has its defaults
        assertEquals(Map.of(), problemsOf(given));
        Settings settings = new Settings(given);
        assertEquals("my-data-bucket", settings.bucket());
        assertEquals(Duration.ofMinutes(1), settings.rotateInterval());
        assertEquals(Long.MAX_VALUE, settings.rotateRecords());
        assertEquals(".jsonl.gz", settings.codec().suffix());
        assertEquals(EnumSet.noneOf(EnvelopeField.class), settings.envelope());
        assertEquals(Optional.empty(), settings.endpoint());
        assertEquals(3, settings.maxOpenHours());
    }

    @Test
    void everythingThatIsWrongIsReportedAtOnceAtItsKey() {
        // GIVEN one wrong value for each kind of problem
        Map<String, String> given = new HashMap<>(Map.of(
                "s3.prefix", "/events",
                "s3.region", "eu-central-1",
                "s3.kms.key", "arn:aws:kms:us-east-1:123456789012:key/" + KEY,
                "s3.role.external.id", "id",
                "compression", "none",
                "compression.level", "6",
                "memory.bytes", "16777216",
                "retry.backoff.ms", "5000",
                "retry.max.backoff.ms", "1000",
                "partition.tme", "record"));
        given.put("topics", "app_logs, _claims");
        // WHEN it is validated THEN each key has its problem, and no other has one
        assertEquals(
                List.of(
                        "compression.level",
                        "memory.bytes",
                        "partition.tme",
                        "retry.max.backoff.ms",
                        "s3.bucket",
                        "s3.kms.key",
                        "s3.prefix",
                        "s3.role.external.id",
                        "topics"),
                List.copyOf(problemsOf(given).keySet()));
        assertTrue(problemsOf(given).get("partition.tme").contains("partition.time?"));
        // AND the task, should it ever be started, names them all
        String message =
                assertThrows(ConfigException.class, () -> new Settings(given)).getMessage();
        for (String key : problemsOf(given).keySet()) assertTrue(message.contains(key), key);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "s3.bucket | my.bucket-1",
                "s3.bucket | arn:aws:s3:us-east-1:123456789012:accesspoint/events",
                "s3.prefix | a b/{{c}}/ü/+=",
                "s3.region | us-gov-west-1",
                "s3.region | cn-northwest-1",
                "s3.region | eusc-de-east-1",
                "s3.endpoint | http://127.0.0.1:9000",
                "s3.kms.key | alias/events",
                "s3.kms.key | arn:aws:kms:us-east-1:123456789012:key/mrk-12345678123412341234123456789012",
                "s3.role.arn | arn:aws-cn:iam::123456789012:role/path/events",
                "compression | zstd",
                "envelope | key,offset , timestamp",
                "partition.time | meta.ctime",
                "partition.time.zone | +05:45",
                "null.values | write"
            })
    void rightValues(String key, String value) {
        assertEquals(Map.of(), problemsOf(with(key, value)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "s3.bucket | My_Bucket",
                "s3.bucket | 10.0.0.1",
                "s3.bucket | a..b",
                "s3.bucket | ab",
                "s3.bucket | ``",
                "s3.prefix | a//b",
                "s3.prefix | a/",
                "s3.prefix | a/../b",
                "s3.prefix | a\u0000b",
                "s3.prefix | a\ud800",
                "s3.region | Frankfurt",
                "s3.endpoint | 127.0.0.1:9000",
                "s3.endpoint | ftp://a",
                "s3.endpoint | http://u:p@a",
                "s3.endpoint | http://a b",
                "s3.path.style | maybe",
                "s3.storage.class | GLACIER",
                "s3.bucket.owner | 12345",
                "s3.kms.key | events",
                "s3.role.arn | events",
                "compression | snappy",
                "compression | GZIP",
                "compression.level | 10",
                "compression.level | high",
                "envelope | value",
                "partition.by | minute",
                "partition.time | meta..ctime",
                "partition.time | ``",
                "partition.time.zone | Mars/Olympus",
                "partition.style | flat",
                "rotate.bytes | 1",
                "rotate.records | -1",
                "rotate.interval.ms | 0",
                "memory.bytes | 99999999999999999999",
                "max.open.hours | 0",
                "bad.records | hide",
                "retry.attempts | 0"
            })
    void wrongValuesAreRefusedWithKeyAndValue(String key, String value) {
        // GIVEN a right configuration with one wrong value WHEN validated THEN only that key is refused, with the value
        Map<String, String> problems = problemsOf(with(key, value));
        assertEquals(List.of(key), List.copyOf(problems.keySet()));
        assertTrue(problems.get(key).contains(key) && problems.get(key).contains(value), problems.get(key));
    }

    @Test
    void aPrefixMayHave400BytesAndNoMore() {
        assertEquals(Map.of(), problemsOf(with("s3.prefix", "ü".repeat(200))));
        assertEquals(1, problemsOf(with("s3.prefix", "ü".repeat(201))).size());
    }

    @ParameterizedTest
    @ValueSource(strings = {"cn-north-1", "us-gov-east-1"})
    void rolesAndKeysOfOtherPartitionsAreRefused(String region) {
        Map<String, String> given = with("s3.region", region);
        given.put("s3.role.arn", "arn:aws:iam::123456789012:role/r");
        given.put("s3.kms.key", "arn:aws:kms:" + region + ":123456789012:key/" + KEY);
        assertEquals(
                List.of("s3.kms.key", "s3.role.arn"),
                List.copyOf(problemsOf(given).keySet()));
    }

    @Test
    void aLayoutIsKeptAndReadAgain() {
        // GIVEN two configurations that make other objects
        Map<String, String> old = with("envelope", "key,offset");
        old.put("compression", "zstd");
        Settings before = new Settings(old);
        Settings now = new Settings(with("partition.by", "day"));
        // WHEN the layout of one is put into the other THEN objects are the first's, and the rest stays
        Settings again = now.withLayout(before.layout());
        assertEquals(before.layout(), again.layout());
        assertEquals(EnumSet.of(EnvelopeField.KEY, EnvelopeField.OFFSET), again.envelope());
        assertEquals(".jsonl.zst", again.codec().suffix());
        assertEquals(now.bucket(), again.bucket());
        assertEquals(
                URI.create("http://127.0.0.1:1"),
                new Settings(with("s3.endpoint", "http://127.0.0.1:1"))
                        .withLayout(now.layout())
                        .endpoint()
                        .get());
    }

    @Test
    void everySettingIsDocumentedGroupedAndOrdered() {
        Settings.definition().configKeys().values().forEach(key -> {
            assertTrue(key.documentation.endsWith("."), key.name);
            assertTrue(key.group != null && key.orderInGroup > 0 && !key.displayName.equals(key.name), key.name);
        });
        assertEquals(31, Settings.definition().names().size());
    }

    static Map<String, String> with(String key, String value) {
        Map<String, String> given = new HashMap<>(Map.of("s3.bucket", "my-data-bucket"));
        given.put(key, value);
        return given;
    }

    static Map<String, String> problemsOf(Map<String, String> given) {
        Map<String, String> problems = new TreeMap<>();
        for (ConfigValue value : Settings.validate(given)) {
            if (!value.errorMessages().isEmpty()) problems.put(value.name(), String.join("; ", value.errorMessages()));
        }
        return problems;
    }
}
