package clickstream.s3json.s3;

/** What the sink does with a bucket, and the permission that it takes. */
public enum S3Action {
    PUT_OBJECT("write the object", "s3:PutObject"),
    GET_OBJECT("read the object", "s3:GetObject"),
    CREATE_UPLOAD("begin the upload of", "s3:PutObject"),
    UPLOAD_PART("upload a part of", "s3:PutObject"),
    COMPLETE_UPLOAD("complete the upload of", "s3:PutObject"),
    ABORT_UPLOAD("give up the upload of", "s3:AbortMultipartUpload"),
    LIST_UPLOADS("list the unfinished uploads below", "s3:ListBucketMultipartUploads"),
    LIST_OBJECTS("list the objects below", "s3:ListBucket");

    private final String words;
    private final String permission;

    S3Action(String words, String permission) {
        this.words = words;
        this.permission = permission;
    }

    String words() {
        return words;
    }

    /** The IAM action that a role must allow. */
    public String permission() {
        return permission;
    }

    /** Whether IAM grants it on the bucket, not on objects. */
    boolean onBucket() {
        return this == LIST_UPLOADS || this == LIST_OBJECTS;
    }

    boolean writes() {
        return this == PUT_OBJECT || this == CREATE_UPLOAD || this == UPLOAD_PART || this == COMPLETE_UPLOAD;
    }
}
