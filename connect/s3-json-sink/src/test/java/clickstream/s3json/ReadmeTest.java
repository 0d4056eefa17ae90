package clickstream.s3json;

import static org.junit.jupiter.api.Assertions.assertEquals;

import clickstream.s3json.config.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.ConfigKey;
import org.junit.jupiter.api.Test;

class ReadmeTest {
    @Test
    void theTableOfSettingsIsTheSinksOwn() throws IOException {
        // GIVEN the settings as Connect shows them
        String expected = Settings.definition().configKeys().values().stream()
                .map(ReadmeTest::row)
                .collect(Collectors.joining("\n"));
        // WHEN the README lists them
        List<String> lines = Files.readAllLines(Path.of("README.md"));
        String listed = lines.stream().filter(line -> line.startsWith("| `")).collect(Collectors.joining("\n"));
        // THEN names, defaults and words are the same
        assertEquals(expected, unpadded(listed));
    }

    private static String row(ConfigKey key) {
        Object value = key.defaultValue;
        String shown = value == ConfigDef.NO_DEFAULT_VALUE ? "required" : value == null ? "" : plain(value);
        return "| `" + key.name + "` | " + (shown.isEmpty() ? "–" : shown) + " | " + key.documentation + " |";
    }

    private static String plain(Object value) {
        return value instanceof List
                ? ((List<?>) value).stream().map(String::valueOf).collect(Collectors.joining(","))
                : value.toString();
    }

    /** The formatter aligns tables. */
    private static String unpadded(String table) {
        return table.lines()
                .map(line -> line.replaceAll(" +\\|", " |").replaceAll("\\| +", "| "))
                .collect(Collectors.joining("\n"));
    }
}
