package clickstream.s3json.config;

import java.util.Locale;

/** What happens to a record that cannot be stored. */
public enum BadRecordPolicy {
    /** To the worker's errant-record reporter: the dead letters if there are any; the task stops if errors are not tolerated. */
    REPORT,
    SKIP,
    FAIL;

    public String settingName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
