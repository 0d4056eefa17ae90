package clickstream.s3json.flush;

import clickstream.s3json.bucket.Bucket;
import clickstream.s3json.bucket.Bytes;
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
    private final List<CompletableFuture<String>> etags = new ArrayList<>();
    private final Deque<Part> sending = new ArrayDeque<>();

    MultipartUpload(Bucket bucket, String key, String contentType, String claimId) {
        this.bucket = bucket;
        this.key = key;
        id = bucket.begin(key, contentType, claimId);
    }

    String key() {
        return key;
    }

    void send(Bytes bytes) {
        int number = etags.size() + 1;
        CompletableFuture<String> etag = id.thenCompose(upload -> bucket.putPart(key, upload, number, bytes));
        etags.add(etag);
        sending.add(new Part(bytes, etag));
    }

    /** Frees parts that have arrived since the last call, and tells their bytes; throws when one failed for good. */
    long arrived() {
        long freed = 0;
        while (!sending.isEmpty() && Futures.isDone(sending.peek().etag)) {
            Bytes part = sending.remove().bytes;
            freed += part.capacity();
            part.release();
        }
        return freed;
    }

    CompletableFuture<Void> complete(String claimId) {
        return CompletableFuture.allOf(etags.toArray(new CompletableFuture<?>[0]))
                .thenCompose(all -> {
                    List<String> done = new ArrayList<>();
                    for (CompletableFuture<String> etag : etags) done.add(etag.join());
                    return bucket.complete(key, id.join(), claimId, done);
                });
    }

    /** Gives it up, also where the answer to its beginning is not there yet. */
    CompletableFuture<Void> abort() {
        return id.thenCompose(upload -> bucket.abort(key, upload));
    }

    private static final class Part {
        final Bytes bytes;
        final CompletableFuture<String> etag;

        Part(Bytes bytes, CompletableFuture<String> etag) {
            this.bytes = bytes;
            this.etag = etag;
        }
    }
}
