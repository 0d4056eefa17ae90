package clickstream.s3json.claims;

/** An object of a claim, and how many of the claim's records it holds. */
public final class ClaimedObject {
    private final String key;
    private final long records;

    public ClaimedObject(String key, long records) {
        this.key = key;
        this.records = records;
    }

    public String key() {
        return key;
    }

    public long records() {
        return records;
    }

    /** The key up to its last slash: a claim has at most one object a folder. */
    public String folder() {
        return key.substring(0, key.lastIndexOf('/'));
    }
}
