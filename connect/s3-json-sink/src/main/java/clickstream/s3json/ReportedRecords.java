package clickstream.s3json;

import clickstream.s3json.config.BadRecordPolicy;
import clickstream.s3json.flush.BadRecords;
import clickstream.s3json.lines.BadRecordException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.sink.ErrantRecordReporter;
import org.apache.kafka.connect.sink.SinkRecord;

/** Sends records that cannot be stored where the settings say. */
final class ReportedRecords implements BadRecords {
    private final BadRecordPolicy policy;
    private final ErrantRecordReporter reporter;

    /** @param reporter null where the worker has none */
    ReportedRecords(BadRecordPolicy policy, ErrantRecordReporter reporter) {
        this.policy = policy;
        this.reporter = reporter;
    }

    @Override
    public Future<Void> handle(SinkRecord record, BadRecordException problem) {
        if (policy == BadRecordPolicy.SKIP) return CompletableFuture.completedFuture(null);
        if (policy == BadRecordPolicy.REPORT && reporter != null) return reporter.report(record, problem);
        String hint = policy == BadRecordPolicy.FAIL
                ? "bad.records is fail"
                : "set errors.tolerance=all and errors.deadletterqueue.topic.name, or bad.records=skip";
        throw new ConnectException(
                "the record at offset " + record.kafkaOffset() + " of " + record.topic() + "-" + record.kafkaPartition()
                        + " cannot be stored: " + problem.getMessage() + "; " + hint,
                problem);
    }
}
