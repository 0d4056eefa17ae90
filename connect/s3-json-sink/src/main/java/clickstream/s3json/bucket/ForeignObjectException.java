package clickstream.s3json.bucket;

import org.apache.kafka.connect.errors.ConnectException;

/** An object that the claim needs is there already, but was not written under it. */
public final class ForeignObjectException extends ConnectException {
    public ForeignObjectException(String key) {
        super("object " + key + " is there, but was not written under the claim that now needs this key;"
                + " if the claims below '_claims' were removed, move the old objects too, or choose another prefix");
    }
}
