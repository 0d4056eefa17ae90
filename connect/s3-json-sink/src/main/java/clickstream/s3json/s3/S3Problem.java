package clickstream.s3json.s3;

import java.util.Objects;

/** Why a request failed, for the one who has to mend it. */
public final class S3Problem {
    private final String code;
    private final boolean retryable;
    private final String message;

    S3Problem(String code, boolean retryable, String message) {
        this.code = code;
        this.retryable = retryable;
        this.message = message;
    }

    /** S3's own error code where there is one, such as AccessDenied. */
    public String code() {
        return code;
    }

    /** Whether the same request may succeed later without anybody doing anything. */
    public boolean retryable() {
        return retryable;
    }

    /** Action, bucket, key, cause and what to do. */
    public String message() {
        return message;
    }

    @Override
    public boolean equals(Object other) {
        if (!(other instanceof S3Problem)) return false;
        S3Problem that = (S3Problem) other;
        return code.equals(that.code) && retryable == that.retryable && message.equals(that.message);
    }

    @Override
    public int hashCode() {
        return Objects.hash(code, retryable, message);
    }

    @Override
    public String toString() {
        return message;
    }
}
