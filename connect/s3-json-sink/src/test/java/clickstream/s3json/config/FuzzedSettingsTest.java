package clickstream.s3json.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.kafka.common.config.ConfigException;
import org.junit.jupiter.api.Test;

class FuzzedSettingsTest {
    private static final int CONFIGURATIONS = 10_000;
    private static final List<String> KEYS =
            new ArrayList<>(Settings.definition().names());
    private static final List<String> WORDS = List.of(
            "",
            " ",
            "gzip",
            "zstd",
            "none",
            "hour",
            "day",
            "hive",
            "plain",
            "record",
            "bad",
            "report",
            "skip",
            "fail",
            "write",
            "key",
            "key,headers,offset",
            ",",
            ",,",
            "true",
            "false",
            "TRUE",
            "null",
            "0",
            "1",
            "9",
            "-1",
            "1e9",
            "NaN",
            "67108864",
            "268435456",
            "9223372036854775807",
            "9223372036854775808",
            "-9223372036854775808",
            "us-east-1",
            "cn-north-1",
            "us-gov-west-1",
            "my-data-bucket",
            "MY_BUCKET",
            "10.1.1.1",
            "a/b",
            "/a",
            "a//b",
            "..",
            "{{topic}}",
            "ü/é",
            "\u0000",
            "\ud800",
            "\n",
            "http://127.0.0.1:9000",
            "http://[::1",
            "http://",
            "https://s3.example.com/x?y",
            "arn:aws:iam::123456789012:role/r",
            "arn:aws:kms:us-east-1:123456789012:key/12345678-1234-1234-1234-123456789012",
            "arn:",
            "123456789012",
            "UTC",
            "Europe/Berlin",
            "+25:00",
            "meta.ctime",
            "a.",
            "STANDARD",
            "GLACIER",
            "_claims",
            "app_logs,_claims",
            "${file:/x:y}",
            "%s%n",
            "(",
            "[a");

    @Test
    void everyConfigurationIsTakenOrRefusedByItsKeys() {
        // GIVEN configurations of random keys, right, misspelt and foreign, and random values
        Random random = new Random(20_261_128);
        int taken = 0;
        for (int i = 0; i < CONFIGURATIONS; i++) {
            Map<String, String> given = configuration(random, i % 2 == 0);
            // WHEN one is validated
            Map<String, String> problems = SettingsTest.problemsOf(given);
            // THEN each problem names its key and is a sentence, no stack trace
            problems.forEach((key, problem) -> {
                assertTrue(problem.contains(key), problem);
                assertFalse(problem.contains("\tat ") || problem.contains("java.lang"), problem);
            });
            // AND a task starts from what was taken, and only from that
            if (problems.isEmpty()) {
                use(new Settings(given));
                taken++;
            } else {
                String message = assertThrows(ConfigException.class, () -> new Settings(given))
                        .getMessage();
                problems.keySet().forEach(key -> assertTrue(message.contains(key), message));
            }
        }
        assertTrue(taken > 1000 && taken < 9000, "taken: " + taken);
    }

    private static Map<String, String> configuration(Random random, boolean likelyRight) {
        Map<String, String> given = new HashMap<>();
        if (likelyRight || random.nextInt(4) > 0) given.put("s3.bucket", "my-data-bucket");
        int settings = likelyRight ? random.nextInt(4) : random.nextInt(KEYS.size());
        for (int n = 0; n < settings; n++) given.put(key(random), random.nextInt(40) == 0 ? null : value(random));
        if (random.nextInt(10) == 0) given.put("topics", value(random));
        return given;
    }

    private static String key(Random random) {
        String key = KEYS.get(random.nextInt(KEYS.size()));
        switch (random.nextInt(60)) {
            case 0:
                return key.substring(1);
            case 1:
                return key + "x";
            case 2:
                return "";
            default:
                return key;
        }
    }

    private static String value(Random random) {
        if (random.nextInt(4) > 0) return WORDS.get(random.nextInt(WORDS.size()));
        StringBuilder noise = new StringBuilder();
        for (int n = random.nextInt(30); n > 0; n--)
            noise.append((char) (random.nextBoolean() ? random.nextInt(128) : random.nextInt(65_536)));
        return noise.toString();
    }

    /** What a task does with its settings. */
    private static void use(Settings settings) {
        assertTrue(settings.codec().encoderBytes() < settings.memoryBytes());
        settings.endpoint();
        settings.envelope();
        settings.zone();
        settings.badRecords();
        settings.nullValues();
        settings.partitionBy();
        settings.folderStyle();
        settings.retryMaxBackoff();
        assertEquals(settings.layout(), settings.withLayout(settings.layout()).layout());
    }
}
