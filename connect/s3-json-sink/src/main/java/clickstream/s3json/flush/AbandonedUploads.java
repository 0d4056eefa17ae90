package clickstream.s3json.flush;

import clickstream.s3json.bucket.Bucket;
import clickstream.s3json.bucket.Upload;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Ends uploads that tasks left behind which were killed: their parts would be paid for, and nobody would see them. */
final class AbandonedUploads {
    private static final Logger LOG = LoggerFactory.getLogger(AbandonedUploads.class);
    private static final long INTERVAL_MS = 60_000;

    private final Bucket bucket;
    private CompletableFuture<Void> looking = CompletableFuture.completedFuture(null);
    private final Map<String, CompletableFuture<Collection<Upload>>> found = new HashMap<>();
    private long nextLook;
    private boolean refused;

    AbandonedUploads(Bucket bucket) {
        this.bucket = bucket;
    }

    void advance(Map<TopicPartition, PartitionWriter> writers, long now) {
        if (refused || !looking.isDone()) return;
        end(writers.values());
        if (now < nextLook) return;
        nextLook = now + INTERVAL_MS;
        for (PartitionWriter writer : writers.values()) {
            found.computeIfAbsent(writer.folders(), prefix -> bucket.uploads(prefix).thenApply(uploads -> uploads));
        }
        looking = CompletableFuture.allOf(found.values().toArray(new CompletableFuture<?>[0]));
    }

    private void end(Collection<PartitionWriter> writers) {
        for (CompletableFuture<Collection<Upload>> uploads : found.values()) {
            try {
                for (Upload upload : uploads.join()) {
                    boolean nobodys = writers.stream().anyMatch(writer -> writer.isAbandoned(upload.key()));
                    if (nobodys) bucket.abort(upload.key(), upload.id());
                }
            } catch (CompletionException e) {
                refused = true;
                LOG.warn("uploads that were left behind are not ended by the sink: {}", e.getCause().getMessage());
            }
        }
        found.clear();
    }
}
