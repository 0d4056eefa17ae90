package clickstream.s3json.lines;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** What a line can carry beside the record's value. */
public enum EnvelopeField {
    KEY,
    HEADERS,
    TOPIC,
    PARTITION,
    OFFSET,
    TIMESTAMP;

    private final byte[] label = ('"' + settingName() + "\":").getBytes(StandardCharsets.US_ASCII);

    /** The name in the connector's configuration and in the line. */
    public String settingName() {
        return name().toLowerCase(Locale.ROOT);
    }

    byte[] label() {
        return label;
    }
}
