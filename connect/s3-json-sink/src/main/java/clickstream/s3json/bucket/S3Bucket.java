package clickstream.s3json.bucket;

import clickstream.s3json.claims.Claim;
import clickstream.s3json.claims.ClaimText;
import clickstream.s3json.claims.Head;
import clickstream.s3json.config.Settings;
import clickstream.s3json.s3.S3Action;
import clickstream.s3json.s3.S3Connection;
import clickstream.s3json.s3.S3Errors;
import clickstream.s3json.s3.S3Requests;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.LongAdder;
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

    private static final int NOT_FOUND = 404;
    private static final int CONFLICT = 409;
    private static final int PRECONDITION_FAILED = 412;

    private final S3Connection connection;
    private final S3Client client;
    private final S3Requests requests;
    private final S3Calls calls;

    /** @param retries counts every attempt that is not a request's first */
    public S3Bucket(Settings settings, LongAdder retries) {
        connection = new S3Connection(settings, retries);
        client = connection.client();
        requests = new S3Requests(settings);
        calls = new S3Calls(new S3Errors(settings));
    }

    @Override
    public CompletableFuture<Optional<Head>> readHead(String key) {
        return calls.send(S3Action.GET_OBJECT, key, () -> {
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
        return calls.send(S3Action.PUT_OBJECT, key, () -> {
            try {
                var request = requests.putNote(key).contentType("text/plain").checksumCRC32(Checksum.of(text));
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
        return calls.send(S3Action.GET_OBJECT, key, () -> ownerOf(key));
    }

    @Override
    public CompletableFuture<Void> put(String key, String contentType, String claimId, Bytes bytes) {
        String checksum = Checksum.of(bytes);
        return calls.send(S3Action.PUT_OBJECT, key, () -> {
            try {
                client.putObject(
                        requests.putEvents(key, contentType)
                                .metadata(Map.of(CLAIM, claimId))
                                .checksumCRC32(checksum)
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
        return calls.send(S3Action.CREATE_UPLOAD, key, () -> {
            var request = requests.createUpload(key, contentType).metadata(Map.of(CLAIM, claimId));
            return client.createMultipartUpload(request.build()).uploadId();
        });
    }

    @Override
    public CompletableFuture<SentPart> putPart(String key, String upload, int number, Bytes bytes) {
        String checksum = Checksum.of(bytes);
        return calls.send(S3Action.UPLOAD_PART, key, () -> {
            try {
                var request = requests.uploadPart(key, upload, number).checksumCRC32(checksum);
                return new SentPart(client.uploadPart(request.build(), body(bytes)).eTag(), checksum);
            } catch (S3Exception e) {
                if (e.statusCode() == NOT_FOUND && !isNoBucket(e)) throw new UploadGoneException(key);
                throw e;
            }
        });
    }

    @Override
    public CompletableFuture<Void> complete(String key, String upload, String claimId, List<SentPart> sent) {
        List<CompletedPart> parts = new ArrayList<>();
        for (SentPart part : sent) {
            parts.add(CompletedPart.builder()
                    .partNumber(parts.size() + 1)
                    .eTag(part.etag())
                    .checksumCRC32(part.checksum())
                    .build());
        }
        return calls.send(S3Action.COMPLETE_UPLOAD, key, () -> {
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
        return calls.send(S3Action.ABORT_UPLOAD, key, () -> {
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
        return calls.send(S3Action.LIST_UPLOADS, prefix, () -> {
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
        calls.close();
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

    private static RequestBody body(Bytes bytes) {
        return RequestBody.fromContentProvider(bytes::open, bytes.length(), "application/octet-stream");
    }

    private static boolean isNoBucket(S3Exception e) {
        return e.awsErrorDetails() != null && "NoSuchBucket".equals(e.awsErrorDetails().errorCode());
    }
}
