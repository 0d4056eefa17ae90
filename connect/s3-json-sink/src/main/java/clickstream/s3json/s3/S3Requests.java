package clickstream.s3json.s3;

import clickstream.s3json.config.Settings;
import software.amazon.awssdk.services.s3.model.AbortMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.ChecksumAlgorithm;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.CreateMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.HeadObjectRequest;
import software.amazon.awssdk.services.s3.model.ListMultipartUploadsRequest;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.ServerSideEncryption;
import software.amazon.awssdk.services.s3.model.UploadPartRequest;

/** Begins requests with what the settings say about each of them: bucket, its owner, encryption, storage class. */
public final class S3Requests {
    private final String bucket;
    private final String owner;
    private final String storageClass;
    private final String kmsKey;

    public S3Requests(Settings settings) {
        bucket = settings.bucket();
        owner = settings.bucketOwner().orElse(null);
        storageClass = settings.storageClass().orElse(null);
        kmsKey = settings.kmsKey().orElse(null);
    }

    /** An object with events. */
    public PutObjectRequest.Builder putEvents(String key, String contentType) {
        return put(key, contentType).storageClass(storageClass);
    }

    /** A note of the sink's own: small and soon expired, so never in a class that charges for 30 days. */
    public PutObjectRequest.Builder putNote(String key) {
        return put(key, "application/json");
    }

    private PutObjectRequest.Builder put(String key, String contentType) {
        PutObjectRequest.Builder request = PutObjectRequest.builder()
                .bucket(bucket)
                .key(key)
                .expectedBucketOwner(owner)
                .contentType(contentType);
        return kmsKey == null
                ? request
                : request.serverSideEncryption(ServerSideEncryption.AWS_KMS).ssekmsKeyId(kmsKey);
    }

    public CreateMultipartUploadRequest.Builder createUpload(String key, String contentType) {
        CreateMultipartUploadRequest.Builder request = CreateMultipartUploadRequest.builder()
                .bucket(bucket)
                .key(key)
                .expectedBucketOwner(owner)
                .contentType(contentType)
                // What the parts will come with: S3 asks to be told before.
                .checksumAlgorithm(ChecksumAlgorithm.CRC32)
                .storageClass(storageClass);
        return kmsKey == null
                ? request
                : request.serverSideEncryption(ServerSideEncryption.AWS_KMS).ssekmsKeyId(kmsKey);
    }

    public UploadPartRequest.Builder uploadPart(String key, String upload, int number) {
        return UploadPartRequest.builder()
                .bucket(bucket)
                .key(key)
                .expectedBucketOwner(owner)
                .uploadId(upload)
                .partNumber(number);
    }

    public CompleteMultipartUploadRequest.Builder completeUpload(String key, String upload) {
        return CompleteMultipartUploadRequest.builder()
                .bucket(bucket)
                .key(key)
                .expectedBucketOwner(owner)
                .uploadId(upload);
    }

    public AbortMultipartUploadRequest.Builder abortUpload(String key, String upload) {
        return AbortMultipartUploadRequest.builder()
                .bucket(bucket)
                .key(key)
                .expectedBucketOwner(owner)
                .uploadId(upload);
    }

    public GetObjectRequest.Builder get(String key) {
        return GetObjectRequest.builder().bucket(bucket).key(key).expectedBucketOwner(owner);
    }

    public HeadObjectRequest.Builder head(String key) {
        return HeadObjectRequest.builder().bucket(bucket).key(key).expectedBucketOwner(owner);
    }

    public ListObjectsV2Request.Builder list(String prefix) {
        return ListObjectsV2Request.builder().bucket(bucket).prefix(prefix).expectedBucketOwner(owner);
    }

    public ListMultipartUploadsRequest.Builder listUploads(String prefix) {
        return ListMultipartUploadsRequest.builder()
                .bucket(bucket)
                .prefix(prefix)
                .expectedBucketOwner(owner);
    }
}
