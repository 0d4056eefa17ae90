package clickstream.s3json.layout;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TimeFoldersTest {
    @ParameterizedTest
    @CsvSource({
        "HOUR, HIVE, year=2026/month=01/day=02/hour=03",
        "DAY, HIVE, year=2026/month=01/day=02",
        "MONTH, HIVE, year=2026/month=01",
        "YEAR, HIVE, year=2026",
        "HOUR, PLAIN, 2026/01/02/03",
        "YEAR, PLAIN, 2026"
    })
    void namesByLengthAndStyle(PartitionBy by, FolderStyle style, String expected) {
        long time = Instant.parse("2026-01-02T03:04:05Z").toEpochMilli();
        assertEquals(expected, new TimeFolders(by, style, ZoneId.of("UTC")).folderOf(time));
    }

    @ParameterizedTest
    @CsvSource({
        // Summer time begins: 02 does not exist; it ends: 02 comes twice and is one folder.
        "Europe/Berlin, 2026-03-29T00:59:59Z, 01",
        "Europe/Berlin, 2026-03-29T01:00:00Z, 03",
        "Europe/Berlin, 2026-10-25T00:30:00Z, 02",
        "Europe/Berlin, 2026-10-25T01:30:00Z, 02",
        "Europe/Berlin, 2026-10-25T02:00:00Z, 03",
        "Asia/Kolkata, 2026-01-01T00:29:59Z, 05",
        "Asia/Kolkata, 2026-01-01T00:30:00Z, 06",
        "Asia/Kathmandu, 2026-01-01T00:14:59Z, 05",
        "Asia/Kathmandu, 2026-01-01T00:15:00Z, 06",
        "Australia/Lord_Howe, 2026-04-04T14:59:59Z, 01",
        "America/St_Johns, 2026-01-01T03:30:00Z, 00"
    })
    void hoursOfZones(String zone, String time, String hour) {
        String folder = new TimeFolders(PartitionBy.HOUR, FolderStyle.PLAIN, ZoneId.of(zone))
                .folderOf(Instant.parse(time).toEpochMilli());
        assertEquals(hour, folder.substring(folder.length() - 2));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "UTC",
                "Europe/Berlin",
                "Asia/Kathmandu",
                "Australia/Lord_Howe",
                "America/Sao_Paulo",
                "Pacific/Apia"
            })
    void anyOrderOfTimesGivesWhatJavaTimeGives(String zone) {
        // GIVEN times from 1972 to 9999 in any order, and runs of near ones
        Random random = new Random(5);
        TimeFolders folders = new TimeFolders(PartitionBy.HOUR, FolderStyle.PLAIN, ZoneId.of(zone));
        DateTimeFormatter expected =
                DateTimeFormatter.ofPattern("yyyy/MM/dd/HH").withZone(ZoneId.of(zone));
        for (int round = 0; round < 20_000; round++) {
            long base = 63_072_000_000L + (long) (random.nextDouble() * 253_000_000_000_000L);
            if (random.nextBoolean()) base = 1_700_000_000_000L + random.nextInt(2_000_000_000);
            for (int i = 0; i < 5; i++) {
                long time = base + random.nextInt(7_200_000);
                // WHEN named THEN java.time agrees
                assertEquals(expected.format(Instant.ofEpochMilli(time)), folders.folderOf(time));
            }
        }
    }

    @Test
    void theTimesOfOneHourShareOneString() {
        TimeFolders folders = new TimeFolders(PartitionBy.HOUR, FolderStyle.HIVE, ZoneId.of("Asia/Kathmandu"));
        long hour = Instant.parse("2026-01-01T00:15:00Z").toEpochMilli();
        for (long minute : List.of(59L, 0L, 31L, 16L)) {
            assertSame(folders.folderOf(hour), folders.folderOf(hour + minute * 60_000));
        }
    }
}
