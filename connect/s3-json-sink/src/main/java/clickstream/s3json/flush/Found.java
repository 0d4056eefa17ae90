package clickstream.s3json.flush;

import clickstream.s3json.bucket.Bucket;
import clickstream.s3json.claims.ClaimedObject;
import clickstream.s3json.claims.Head;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;

/** A partition's newest claim, and which of its objects are not in the bucket, by folder. */
final class Found {
    final Head head;
    final Map<String, ClaimedObject> missing;

    private Found(Head head, Map<String, ClaimedObject> missing) {
        this.head = head;
        this.missing = missing;
    }

    static CompletableFuture<Found> look(Bucket bucket, Names names) {
        return bucket.readHead(names.head())
                .thenCompose(head -> head.isPresent()
                        ? withMissing(bucket, names, head.get())
                        : CompletableFuture.completedFuture(new Found(null, Map.of())));
    }

    private static CompletableFuture<Found> withMissing(Bucket bucket, Names names, Head head) {
        String id = head.claim().id();
        Map<ClaimedObject, CompletableFuture<Optional<String>>> owners = new LinkedHashMap<>();
        for (ClaimedObject object : head.claim().objects()) owners.put(object, bucket.claimOf(object.key()));
        return CompletableFuture.allOf(owners.values().toArray(new CompletableFuture<?>[0]))
                .thenApply(all -> {
                    List<ClaimedObject> missing = owners.keySet().stream()
                            .filter(object -> !owners.get(object).join().equals(Optional.of(id)))
                            .collect(Collectors.toList());
                    return new Found(head, byFolder(names, missing));
                });
    }

    private static Map<String, ClaimedObject> byFolder(Names names, List<ClaimedObject> objects) {
        Map<String, ClaimedObject> byFolder = new LinkedHashMap<>();
        for (ClaimedObject object : objects) byFolder.put(names.folder(object.key()), object);
        return byFolder;
    }
}
