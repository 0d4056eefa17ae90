package clickstream.s3json.flush;

import clickstream.s3json.bucket.Bucket;
import clickstream.s3json.bucket.Bytes;
import clickstream.s3json.bucket.ForeignObjectException;
import clickstream.s3json.bucket.SentPart;
import clickstream.s3json.bucket.Upload;
import clickstream.s3json.bucket.UploadGoneException;
import clickstream.s3json.claims.Claim;
import clickstream.s3json.claims.ClaimText;
import clickstream.s3json.claims.Head;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * A bucket with the conditional writes of S3 whose requests arrive in any order and at any time: also long after the sender
 * has died, also twice, and also so that the sender never learns of the first time.
 */
class MemoryBucket {
    final Map<String, byte[]> heads = new HashMap<>();
    final Map<String, StoredObject> objects = new TreeMap<>();
    final Map<String, StoredUpload> uploads = new LinkedHashMap<>();
    private final Random random;
    private final List<Runnable> requests = new ArrayList<>();
    final List<Integer> partLengths = new ArrayList<>();
    private long counter;
    boolean calm;

    MemoryBucket(Random random) {
        this.random = random;
    }

    /** Lets one request arrive, whichever. */
    void step() {
        if (requests.isEmpty()) return;
        int at = random.nextInt(requests.size());
        Runnable request = requests.get(at);
        requests.set(at, requests.get(requests.size() - 1));
        requests.remove(requests.size() - 1);
        request.run();
    }

    boolean isIdle() {
        return requests.isEmpty();
    }

    /** The bucket as one sender sees it. */
    Bucket client() {
        return new Client();
    }

    Optional<Head> readHead(String key) {
        byte[] text = heads.get(key);
        return text == null ? Optional.empty() : Optional.of(new Head(ClaimText.read(text), etag(text)));
    }

    Optional<String> writeHead(String key, Claim claim, String etag) {
        byte[] old = heads.get(key);
        if (etag == null ? old != null : old == null || !etag(old).equals(etag)) return Optional.empty();
        byte[] text = ClaimText.write(claim);
        heads.put(key, text);
        return Optional.of(etag(text));
    }

    void put(String key, String claimId, String text) {
        StoredObject old = objects.get(key);
        if (old != null && !old.claimId.equals(claimId)) throw new ForeignObjectException(key);
        if (old == null) objects.put(key, new StoredObject(claimId, text));
    }

    private static String etag(byte[] text) {
        return new String(text, StandardCharsets.UTF_8);
    }

    private <T> CompletableFuture<T> send(Supplier<T> request) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        int luck = calm ? 100 : random.nextInt(100);
        // A first attempt that hangs, was given up, and arrives whenever it likes.
        if (luck < 15) requests.add(() -> quietly(request));
        // A first attempt that arrived, and whose answer was lost.
        if (luck >= 15 && luck < 20) requests.add(() -> {
            quietly(request);
            requests.add(() -> answer(request, answer));
        });
        else requests.add(() -> answer(request, answer));
        return answer;
    }

    private static void quietly(Supplier<?> request) {
        try {
            request.get();
        } catch (RuntimeException e) {
            // Nobody is there to hear it.
        }
    }

    private static <T> void answer(Supplier<T> request, CompletableFuture<T> answer) {
        try {
            answer.complete(request.get());
        } catch (RuntimeException e) {
            answer.completeExceptionally(e);
        }
    }

    private static String text(Bytes bytes) {
        try {
            return new String(bytes.open().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static final class StoredObject {
        final String claimId;
        final String text;

        StoredObject(String claimId, String text) {
            this.claimId = claimId;
            this.text = text;
        }
    }

    static final class StoredUpload {
        final String key;
        final String claimId;
        final Map<String, String> parts = new HashMap<>();

        StoredUpload(String key, String claimId) {
            this.key = key;
            this.claimId = claimId;
        }
    }

    private final class Client implements Bucket {
        @Override
        public CompletableFuture<Optional<Head>> readHead(String key) {
            return send(() -> MemoryBucket.this.readHead(key));
        }

        @Override
        public CompletableFuture<Optional<String>> writeHead(String key, Claim claim, String etag) {
            return send(() -> MemoryBucket.this.writeHead(key, claim, etag));
        }

        @Override
        public CompletableFuture<Optional<String>> claimOf(String key) {
            return send(() -> Optional.ofNullable(objects.get(key)).map(object -> object.claimId));
        }

        @Override
        public CompletableFuture<Void> put(String key, String contentType, String claimId, Bytes bytes) {
            String text = text(bytes);
            return send(() -> {
                MemoryBucket.this.put(key, claimId, text);
                return null;
            });
        }

        @Override
        public CompletableFuture<String> begin(String key, String contentType, String claimId) {
            return send(() -> {
                String id = "upload-" + counter++;
                uploads.put(id, new StoredUpload(key, claimId));
                return id;
            });
        }

        @Override
        public CompletableFuture<SentPart> putPart(String key, String upload, int number, Bytes bytes) {
            String text = text(bytes);
            return send(() -> {
                if (!uploads.containsKey(upload)) throw new UploadGoneException(key);
                String etag = number + ":" + text;
                uploads.get(upload).parts.put(etag, text);
                partLengths.add(text.length());
                return new SentPart(etag, "");
            });
        }

        @Override
        public CompletableFuture<Void> complete(String key, String upload, String claimId, List<SentPart> parts) {
            return send(() -> {
                StoredUpload stored = uploads.get(upload);
                StoredObject there = objects.get(key);
                if (stored == null && (there == null || !there.claimId.equals(claimId))) {
                    throw new UploadGoneException(key);
                }
                if (stored == null) return null;
                StringBuilder text = new StringBuilder();
                for (SentPart part : parts) text.append(stored.parts.get(part.etag()));
                MemoryBucket.this.put(key, claimId, text.toString());
                uploads.remove(upload);
                return null;
            });
        }

        @Override
        public CompletableFuture<Void> abort(String key, String upload) {
            return send(() -> {
                uploads.remove(upload);
                return null;
            });
        }

        @Override
        public CompletableFuture<List<Upload>> uploads(String prefix) {
            return send(() -> {
                List<Upload> found = new ArrayList<>();
                uploads.forEach((id, upload) -> found.add(new Upload(upload.key, id)));
                return found;
            });
        }
    }
}
