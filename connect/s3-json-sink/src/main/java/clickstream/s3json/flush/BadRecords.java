package clickstream.s3json.flush;

import clickstream.s3json.lines.BadRecordException;
import java.util.concurrent.Future;
import org.apache.kafka.connect.sink.SinkRecord;

/** What becomes of a record that cannot be stored. */
public interface BadRecords {
    /**
     * @return done when the record is somewhere safe; no claim passes the record before
     * @throws org.apache.kafka.connect.errors.ConnectException when the task shall stop
     */
    Future<Void> handle(SinkRecord record, BadRecordException problem);
}
