package clickstream.s3json.claims;

/** A partition's newest claim as it is in the bucket, with the entity tag that the next one must replace. */
public final class Head {
    private final Claim claim;
    private final String etag;

    public Head(Claim claim, String etag) {
        this.claim = claim;
        this.etag = etag;
    }

    public Claim claim() {
        return claim;
    }

    public String etag() {
        return etag;
    }
}
