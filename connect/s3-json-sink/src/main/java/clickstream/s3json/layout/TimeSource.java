package clickstream.s3json.layout;

import clickstream.s3json.lines.LineBuffer;
import java.time.ZoneId;
import org.apache.kafka.connect.sink.SinkRecord;

/** Which moment a record belongs to. Never the clock: whatever is delivered again must go to the same folder. */
public final class TimeSource {
    /** The value of the setting `partition.time` that means the record's own time. */
    public static final String RECORD = "record";

    /** The record has no time that a folder could be named by. */
    public static final long NONE = TimeValue.NONE;

    private static final long LAST = 253_402_300_799_999L;

    private final FieldPath path;
    private final TimeValue value;
    private final boolean fallBackToRecord;

    /**
     * @param path {@link #RECORD}, or the path of a field of the value
     * @param zone of times in the field that name none
     * @param fallBackToRecord whether a record without a usable field is placed by its own time
     */
    public TimeSource(String path, ZoneId zone, boolean fallBackToRecord) {
        this.path = RECORD.equals(path) ? null : new FieldPath(path);
        this.value = new TimeValue(zone);
        this.fallBackToRecord = fallBackToRecord;
    }

    /**
     * Epoch milliseconds from 1970 to 9999, or {@link #NONE}.
     *
     * @param line the record's line, whose value is read where a field decides
     */
    public long timeOf(SinkRecord record, LineBuffer line) {
        if (path == null) return usable(recordTime(record));
        int at = path.find(line.array(), line.valueStart(), line.valueEnd());
        long time = at < 0 ? NONE : usable(value.read(line.array(), at, line.valueEnd()));
        return time == NONE && fallBackToRecord ? usable(recordTime(record)) : time;
    }

    private static long recordTime(SinkRecord record) {
        return record.timestamp() == null ? NONE : record.timestamp();
    }

    private static long usable(long time) {
        return time >= 0 && time <= LAST ? time : NONE;
    }
}
