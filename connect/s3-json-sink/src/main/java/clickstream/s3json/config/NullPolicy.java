package clickstream.s3json.config;

import java.util.Locale;

/** What happens to a record without a value: null, or nothing but white space. */
public enum NullPolicy {
    /** It is a bad record. */
    BAD,
    SKIP,
    /** A line with null. */
    WRITE;

    public String settingName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
