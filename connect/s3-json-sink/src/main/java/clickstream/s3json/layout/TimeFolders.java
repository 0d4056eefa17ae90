package clickstream.s3json.layout;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.Arrays;

/**
 * Names the folder of a moment. A folder's name is made once and remembered, so a record costs no allocation. The hour that a
 * zone repeats when summer time ends is one folder. Not safe for two threads.
 */
public final class TimeFolders {
    /** Every offset in use is a multiple of a quarter of an hour, so within a quarter the folder is the same. */
    private static final long QUARTER_MILLIS = 900_000;

    /** Quarters remembered: 21 days. */
    private static final int REMEMBERED = 2048;

    private final PartitionBy by;
    private final FolderStyle style;
    private final ZoneId zone;
    private final long[] quarters = new long[REMEMBERED];
    private final String[] folders = new String[REMEMBERED];

    public TimeFolders(PartitionBy by, FolderStyle style, ZoneId zone) {
        this.by = by;
        this.style = style;
        this.zone = zone;
        Arrays.fill(quarters, Long.MIN_VALUE);
    }

    /**
     * Such as `year=2026/month=01/day=02/hour=03`, without a slash at either end; the same instance for near times.
     *
     * @param millis since the epoch, years 1970 to 9999
     */
    public String folderOf(long millis) {
        long quarter = Math.floorDiv(millis, QUARTER_MILLIS);
        int slot = (int) (quarter & REMEMBERED - 1);
        if (quarters[slot] != quarter) {
            folders[slot] = sharedName(quarter);
            quarters[slot] = quarter;
        }
        return folders[slot];
    }

    /** The quarters of one hour share one string, so that comparing folders is quick. */
    private String sharedName(long quarter) {
        String name = nameOf(quarter * QUARTER_MILLIS);
        for (long near = quarter - 3; near <= quarter + 3; near++) {
            int slot = (int) (near & REMEMBERED - 1);
            if (quarters[slot] == near && name.equals(folders[slot])) return folders[slot];
        }
        return name;
    }

    private String nameOf(long millis) {
        LocalDateTime local = LocalDateTime.ofInstant(Instant.ofEpochMilli(millis), zone);
        StringBuilder name = new StringBuilder();
        part(name, "year", local.getYear(), 4);
        if (by != PartitionBy.YEAR) part(name, "month", local.getMonthValue(), 2);
        if (by == PartitionBy.DAY || by == PartitionBy.HOUR) part(name, "day", local.getDayOfMonth(), 2);
        if (by == PartitionBy.HOUR) part(name, "hour", local.getHour(), 2);
        return name.toString();
    }

    private void part(StringBuilder name, String label, int number, int width) {
        if (name.length() > 0) name.append('/');
        if (style == FolderStyle.HIVE) name.append(label).append('=');
        String digits = Integer.toString(number);
        name.append("0".repeat(Math.max(0, width - digits.length()))).append(digits);
    }
}
