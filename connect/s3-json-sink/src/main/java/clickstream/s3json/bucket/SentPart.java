package clickstream.s3json.bucket;

/** A part of an object as the bucket has it: what is named to make them all one object. */
public final class SentPart {
    private final String etag;
    private final String checksum;

    /** @param checksum see {@link Checksum} */
    public SentPart(String etag, String checksum) {
        this.etag = etag;
        this.checksum = checksum;
    }

    public String etag() {
        return etag;
    }

    public String checksum() {
        return checksum;
    }
}
