package clickstream.s3json.flush;

import clickstream.s3json.bucket.Bucket;
import clickstream.s3json.bucket.Bytes;
import clickstream.s3json.bucket.SentPart;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** An object that is sent while it is still being written; nobody sees any of it before {@link #complete}. */
final class MultipartUpload {
    private final Bucket bucket;
    private final String key;
    private final CompletableFuture<String> id;
    private final List<CompletableFuture<SentPart>> parts = new ArrayList<>();
    private final Deque<Sending> sending = new ArrayDeque<>();

    MultipartUpload(Bucket bucket, String key, String contentType, String claimId) {
        this.bucket = bucket;
        this.key = key;
        id = bucket.begin(key, contentType, claimId);
    }

    String key() {
        return key;
    }

    void send(Bytes bytes) {
        int number = parts.size() + 1;
        CompletableFuture<SentPart> part = id.thenCompose(upload -> bucket.putPart(key, upload, number, bytes));
        parts.add(part);
        sending.add(new Sending(bytes, part));
    }

    /** Frees parts that have arrived since the last call, and tells their bytes; throws when one failed for good. */
    long arrived() {
        long freed = 0;
        while (!sending.isEmpty() && Futures.isDone(sending.peek().part)) {
            Bytes bytes = sending.remove().bytes;
            freed += bytes.capacity();
            bytes.release();
        }
        return freed;
    }

    CompletableFuture<Void> complete(String claimId) {
        return CompletableFuture.allOf(parts.toArray(new CompletableFuture<?>[0]))
                .thenCompose(all -> {
                    List<SentPart> done = new ArrayList<>();
                    for (CompletableFuture<SentPart> part : parts) done.add(part.join());
                    return bucket.complete(key, id.join(), claimId, done);
                });
    }

    /** Gives it up, also where the answer to its beginning is not there yet. */
    CompletableFuture<Void> abort() {
        return id.thenCompose(upload -> bucket.abort(key, upload));
    }

    private static final class Sending {
        final Bytes bytes;
        final CompletableFuture<SentPart> part;

        Sending(Bytes bytes, CompletableFuture<SentPart> part) {
            this.bytes = bytes;
            this.part = part;
        }
    }
}
