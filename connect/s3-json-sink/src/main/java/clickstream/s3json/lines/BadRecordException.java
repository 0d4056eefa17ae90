package clickstream.s3json.lines;

import org.apache.kafka.connect.errors.DataException;

/** A record that cannot be stored: it goes to the dead letters, or stops the task, as configured. */
public final class BadRecordException extends DataException {
    /** Why, as a metric counts it. */
    public enum Reason {
        NO_VALUE,
        TOO_LARGE,
        NO_TIME,
        NOT_WRITABLE
    }

    private final Reason reason;

    /** @param message what is wrong, without the record's contents */
    public BadRecordException(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
