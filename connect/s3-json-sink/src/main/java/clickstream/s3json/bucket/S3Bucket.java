package clickstream.s3json.bucket;

import clickstream.s3json.claims.Claim;
import clickstream.s3json.claims.ClaimText;
import clickstream.s3json.claims.Head;
import clickstream.s3json.config.Settings;
import clickstream.s3json.s3.S3Action;
import clickstream.s3json.s3.S3Connection;
import clickstream.s3json.s3.S3Errors;
import clickstream.s3json.s3.S3Problem;
import clickstream.s3json.s3.S3Requests;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import org.apache.kafka.connect.errors.ConnectException;
import software.amazon.awssdk.core.ResponseBytes;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.core.sync.ResponseTransformer;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.ListMultipartUploadsResponse;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** A bucket of S3, or of a server that speaks its language, conditional writes included. */
public final class S3Bucket implements Bucket, AutoCloseable {
    /** Where an object's metadata says under which claim it was written. */
    private static final String CLAIM = "claim";

    /** Requests at a time: enough that a few that hang do not hold up the others. */
    private static final int THREADS = 24;

    private static final int CONFLICTS = 5;
    private static final int NOT_FOUND = 404;
    private static final int CONFLICT = 409;
    private static final int PRECONDITION_FAILED = 412;

    private final S3Connection connection;
    private final S3Client client;
    private final S3Requests requests;
    private final S3Errors errors;
    private final ExecutorService threads;

    /** @param retries counts every attempt that is not a request's first */
    public S3Bucket(Settings settings, LongAdder retries) {
        connection = new S3Connection(settings, retries);
        client = connection.client();
        requests = new S3Requests(settings);
        errors = new S3Errors(settings);
        ThreadPoolExecutor pool = new ThreadPoolExecutor(
                THREADS, THREADS, 30, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), S3Bucket::thread);
        pool.allowCoreThreadTimeOut(true);
        threads = pool;
    }

    @Override
    public CompletableFuture<Optional<Head>> readHead(String key) {
        return send(S3Action.GET_OBJECT, key, () -> {
            try {
                ResponseBytes<GetObjectResponse> answer =
                        client.getObject(requests.get(key).build(), ResponseTransformer.toBytes());
                Claim claim = ClaimText.read(answer.asByteArrayUnsafe());
                return Optional.of(new Head(claim, answer.response().eTag()));
            } catch (S3Exception e) {
                if (e.statusCode() == NOT_FOUND && !isNoBucket(e)) return Optional.empty();
                throw e;
            } catch (IllegalArgumentException e) {
                throw new ConnectException("the claim " + key + " cannot be read: " + e.getMessage(), e);
            }
        });
    }

    @Override
    public CompletableFuture<Optional<String>> writeHead(String key, Claim claim, String etag) {
        byte[] text = ClaimText.write(claim);
        return send(S3Action.PUT_OBJECT, key, () -> {
            try {
                var request = requests.putNote(key).contentType("text/plain").contentMD5(Md5.of(text));
                if (etag == null) request.ifNoneMatch("*");
                else request.ifMatch(etag);
                return Optional.of(client.putObject(request.build(), RequestBody.fromBytes(text)).eTag());
            } catch (S3Exception e) {
                // A claim to be replaced that is not there at all was removed by somebody: that is no newer one either.
                if (e.statusCode() == PRECONDITION_FAILED || e.statusCode() == NOT_FOUND && !isNoBucket(e)) {
                    return Optional.empty();
                }
                throw e;
            }
        });
    }

    @Override
    public CompletableFuture<Optional<String>> claimOf(String key) {
        return send(S3Action.GET_OBJECT, key, () -> ownerOf(key));
    }

    @Override
    public CompletableFuture<Void> put(String key, String contentType, String claimId, Bytes bytes) {
        return send(S3Action.PUT_OBJECT, key, () -> {
            try {
                client.putObject(
                        requests.putEvents(key, contentType)
                                .metadata(Map.of(CLAIM, claimId))
                                .contentMD5(Md5.of(bytes))
                                .ifNoneMatch("*")
                                .build(),
                        body(bytes));
            } catch (S3Exception e) {
                if (e.statusCode() != PRECONDITION_FAILED) throw e;
                if (!ownerOf(key).equals(Optional.of(claimId))) throw new ForeignObjectException(key);
            }
            return null;
        });
    }

    @Override
    public CompletableFuture<String> begin(String key, String contentType, String claimId) {
        return send(S3Action.CREATE_UPLOAD, key, () -> {
            var request = requests.createUpload(key, contentType).metadata(Map.of(CLAIM, claimId));
            return client.createMultipartUpload(request.build()).uploadId();
        });
    }

    @Override
    public CompletableFuture<String> putPart(String key, String upload, int number, Bytes bytes) {
        return send(S3Action.UPLOAD_PART, key, () -> {
            try {
                var request = requests.uploadPart(key, upload, number).contentMD5(Md5.of(bytes));
                return client.uploadPart(request.build(), body(bytes)).eTag();
            } catch (S3Exception e) {
                if (e.statusCode() == NOT_FOUND && !isNoBucket(e)) throw new UploadGoneException(key);
                throw e;
            }
        });
    }

    @Override
    public CompletableFuture<Void> complete(String key, String upload, String claimId, List<String> etags) {
        List<CompletedPart> parts = new ArrayList<>();
        for (String etag : etags) {
            parts.add(CompletedPart.builder().partNumber(parts.size() + 1).eTag(etag).build());
        }
        return send(S3Action.COMPLETE_UPLOAD, key, () -> {
            try {
                client.completeMultipartUpload(requests.completeUpload(key, upload)
                        .multipartUpload(all -> all.parts(parts))
                        .ifNoneMatch("*")
                        .build());
            } catch (S3Exception e) {
                settleCompletion(key, upload, claimId, e);
            }
            return null;
        });
    }

    @Override
    public CompletableFuture<Void> abort(String key, String upload) {
        return send(S3Action.ABORT_UPLOAD, key, () -> {
            try {
                client.abortMultipartUpload(requests.abortUpload(key, upload).build());
            } catch (S3Exception e) {
                if (e.statusCode() != NOT_FOUND) throw e;
            }
            return null;
        });
    }

    @Override
    public CompletableFuture<List<Upload>> uploads(String prefix) {
        return send(S3Action.LIST_UPLOADS, prefix, () -> {
            List<Upload> found = new ArrayList<>();
            var request = requests.listUploads(prefix);
            while (true) {
                ListMultipartUploadsResponse page = client.listMultipartUploads(request.build());
                page.uploads().forEach(upload -> found.add(new Upload(upload.key(), upload.uploadId())));
                if (!Boolean.TRUE.equals(page.isTruncated())) return found;
                request.keyMarker(page.nextKeyMarker()).uploadIdMarker(page.nextUploadIdMarker());
            }
        });
    }

    /** Lets what was sent end, for a while, and gives everything back. */
    @Override
    public void close() {
        threads.shutdown();
        try {
            if (!threads.awaitTermination(10, TimeUnit.SECONDS)) threads.shutdownNow();
        } catch (InterruptedException e) {
            threads.shutdownNow();
            Thread.currentThread().interrupt();
        }
        connection.close();
    }

    /** An upload that cannot be completed is right where the object is there, by an earlier attempt or by a repetition. */
    private void settleCompletion(String key, String upload, String claimId, S3Exception failure) {
        int status = failure.statusCode();
        if (status != PRECONDITION_FAILED && status != CONFLICT && (status != NOT_FOUND || isNoBucket(failure))) {
            throw failure;
        }
        Optional<String> owner = ownerOf(key);
        if (status != NOT_FOUND) client.abortMultipartUpload(requests.abortUpload(key, upload).build());
        if (owner.isEmpty()) throw new UploadGoneException(key);
        if (!owner.get().equals(claimId)) throw new ForeignObjectException(key);
    }

    private Optional<String> ownerOf(String key) {
        try {
            Map<String, String> metadata = client.headObject(requests.head(key).build()).metadata();
            return Optional.of(metadata.getOrDefault(CLAIM, ""));
        } catch (S3Exception e) {
            if (e.statusCode() == NOT_FOUND) return Optional.empty();
            throw e;
        }
    }

    private <T> CompletableFuture<T> send(S3Action action, String key, Supplier<T> request) {
        return CompletableFuture.supplyAsync(() -> call(action, key, request), threads);
    }

    private <T> T call(S3Action action, String key, Supplier<T> request) {
        for (int attempt = 1; ; attempt++) {
            try {
                return request.get();
            } catch (ConnectException | UploadGoneException e) {
                throw e;
            } catch (RuntimeException e) {
                S3Problem problem = errors.explain(e, action, key);
                // Two conditional writes met; the SDK does not send such a request again.
                boolean conflict = e instanceof S3Exception && ((S3Exception) e).statusCode() == CONFLICT;
                if (!conflict || attempt == CONFLICTS) throw new ConnectException(problem.message(), e);
                pause(attempt);
            }
        }
    }

    private static void pause(int attempt) {
        try {
            Thread.sleep(ThreadLocalRandom.current().nextLong(50L << attempt));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ConnectException(e);
        }
    }

    private static RequestBody body(Bytes bytes) {
        return RequestBody.fromContentProvider(bytes::open, bytes.length(), "application/octet-stream");
    }

    private static boolean isNoBucket(S3Exception e) {
        return e.awsErrorDetails() != null && "NoSuchBucket".equals(e.awsErrorDetails().errorCode());
    }

    private static Thread thread(Runnable work) {
        Thread thread = new Thread(work, "s3-json-sink");
        thread.setDaemon(true);
        return thread;
    }
}
