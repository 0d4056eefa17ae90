package clickstream.s3json;

import clickstream.s3json.bucket.Bucket;
import clickstream.s3json.bucket.Bytes;
import clickstream.s3json.bucket.SentPart;
import clickstream.s3json.bucket.Upload;
import clickstream.s3json.claims.Claim;
import clickstream.s3json.claims.Head;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Answers at once and keeps nothing, so that what is measured is the sink. */
final class DroppingBucket implements Bucket {
    @Override
    public CompletableFuture<Optional<Head>> readHead(String key) {
        return CompletableFuture.completedFuture(Optional.empty());
    }

    @Override
    public CompletableFuture<Optional<String>> writeHead(String key, Claim claim, String etag) {
        return CompletableFuture.completedFuture(Optional.of("etag"));
    }

    @Override
    public CompletableFuture<Optional<String>> claimOf(String key) {
        return CompletableFuture.completedFuture(Optional.empty());
    }

    @Override
    public CompletableFuture<Void> put(String key, String contentType, String claimId, Bytes bytes) {
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public CompletableFuture<String> begin(String key, String contentType, String claimId) {
        return CompletableFuture.completedFuture("upload");
    }

    @Override
    public CompletableFuture<SentPart> putPart(String key, String upload, int number, Bytes bytes) {
        return CompletableFuture.completedFuture(new SentPart("etag", "checksum"));
    }

    @Override
    public CompletableFuture<Void> complete(String key, String upload, String claimId, List<SentPart> parts) {
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public CompletableFuture<Void> abort(String key, String upload) {
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public CompletableFuture<List<Upload>> uploads(String prefix) {
        return CompletableFuture.completedFuture(List.of());
    }
}
