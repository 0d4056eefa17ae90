package clickstream.s3json.bucket;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/** The Content-MD5 header, by which the server refuses bytes that were damaged on their way. */
final class Md5 {
    private Md5() {}

    static String of(byte[] bytes) {
        return Base64.getEncoder().encodeToString(digest().digest(bytes));
    }

    static String of(Bytes bytes) {
        MessageDigest digest = digest();
        try {
            bytes.writeTo(digest::update);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Base64.getEncoder().encodeToString(digest.digest());
    }

    private static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("MD5");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
