package clickstream.s3json.bucket;

import clickstream.s3json.claims.Claim;
import clickstream.s3json.claims.Head;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * What the sink does with a bucket. Each call returns at once; its future ends in failure only after all retries. An object
 * is only ever made, never replaced: one that is there already, under this very claim, counts as made.
 */
public interface Bucket {
    /** The newest claim at this key. */
    CompletableFuture<Optional<Head>> readHead(String key);

    /**
     * Replaces the claim that has this entity tag, or makes the first one where it is null.
     *
     * @return the new entity tag; empty when the claim that is there is another one
     */
    CompletableFuture<Optional<String>> writeHead(String key, Claim claim, String etag);

    /** The id of the claim under which an object was written; empty when there is no such object. */
    CompletableFuture<Optional<String>> claimOf(String key);

    /** Makes an object with these bytes; fails with {@link ForeignObjectException} when another claim's is there. */
    CompletableFuture<Void> put(String key, String contentType, String claimId, Bytes bytes);

    /** Begins an object of several parts. */
    CompletableFuture<String> begin(String key, String contentType, String claimId);

    /** Sends a part, whose numbers begin with 1. */
    CompletableFuture<SentPart> putPart(String key, String upload, int number, Bytes bytes);

    /** Makes the object of these parts visible; fails with {@link UploadGoneException} when somebody ended the upload. */
    CompletableFuture<Void> complete(String key, String upload, String claimId, List<SentPart> parts);

    /** Gives up an object of several parts. */
    CompletableFuture<Void> abort(String key, String upload);

    /** Objects of several parts, below a prefix, that somebody began and has not ended. */
    CompletableFuture<List<Upload>> uploads(String prefix);
}
