package clickstream.s3json.layout;

import java.util.Locale;

/** How a folder is named: `year=2026/month=01`, which Athena, Spark and DuckDB discover as columns, or `2026/01`. */
public enum FolderStyle {
    HIVE,
    PLAIN;

    public String settingName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
