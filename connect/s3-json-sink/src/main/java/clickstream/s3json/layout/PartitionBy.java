package clickstream.s3json.layout;

import java.util.Locale;

/** How long the time is that one folder holds. */
public enum PartitionBy {
    HOUR,
    DAY,
    MONTH,
    YEAR;

    public String settingName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
