package clickstream.s3json.bucket;

/** Somebody else ended an upload of several parts: the task that owns the partition now, or a rule of the bucket. */
public final class UploadGoneException extends RuntimeException {
    public UploadGoneException(String key) {
        super("the upload of " + key + " was ended by somebody else");
    }
}
