package clickstream.s3json.bucket;

/** An object of several parts that is not complete. */
public final class Upload {
    private final String key;
    private final String id;

    public Upload(String key, String id) {
        this.key = key;
        this.id = id;
    }

    public String key() {
        return key;
    }

    public String id() {
        return id;
    }
}
