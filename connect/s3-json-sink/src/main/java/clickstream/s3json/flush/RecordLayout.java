package clickstream.s3json.flush;

import clickstream.s3json.codec.Codec;
import clickstream.s3json.lines.LineBuffer;
import java.util.Map;
import org.apache.kafka.connect.sink.SinkRecord;

/** Where a record goes and what it is written as: the same for the same record, whenever it is asked. */
public interface RecordLayout {
    /** The settings that decide all of it, from which it can be made again. */
    Map<String, String> settings();

    /**
     * Appends the record's line.
     *
     * @return folder below the topic's, without a slash at the end
     * @throws clickstream.s3json.lines.BadRecordException when the record has no line or no folder
     */
    String write(SinkRecord record, LineBuffer line);

    Codec codec();

    /** Makes layouts from the settings that a claim keeps. */
    interface Factory {
        /** What the connector is configured to do. */
        RecordLayout current();

        /** What a claim says. */
        RecordLayout of(Map<String, String> settings);
    }
}
