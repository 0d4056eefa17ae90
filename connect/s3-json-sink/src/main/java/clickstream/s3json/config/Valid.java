package clickstream.s3json.config;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.regex.Pattern;
import org.apache.kafka.common.config.ConfigDef.Validator;
import org.apache.kafka.common.config.ConfigException;

/** What one setting may be. Every refusal names the key, the wrong value and what to write instead. */
final class Valid {
    /** Leaves room for topic, folder and name within S3's 1,024 bytes: topics have up to 249 characters and come twice. */
    private static final int MAX_PREFIX_BYTES = 400;

    private static final Pattern BUCKET =
            Pattern.compile("(?!\\d+\\.\\d+\\.\\d+\\.\\d+$)[a-z0-9](?:[a-z0-9-]|\\.(?![.-])){1,61}[a-z0-9]");
    private static final Pattern ACCESS_POINT =
            Pattern.compile("arn:aws[a-z-]*:s3:[a-z0-9-]+:\\d{12}:accesspoint[:/][a-z0-9-]{3,63}");

    private Valid() {}

    static Validator text(String pattern, String hint) {
        Pattern compiled = Pattern.compile(pattern);
        return described(hint, (key, value) -> {
            String text = (String) value;
            if (text != null && !text.isEmpty() && !compiled.matcher(text).matches()) throw refused(key, text, hint);
        });
    }

    static Validator bucket() {
        String hint = "a bucket's name, 3 to 63 of a-z, 0-9, . and -, or the ARN of an access point";
        return described(hint, (key, value) -> {
            String text = String.valueOf(value);
            if (!BUCKET.matcher(text).matches() && !ACCESS_POINT.matcher(text).matches())
                throw refused(key, value, hint);
        });
    }

    static Validator prefix() {
        String hint = "a key prefix of at most " + MAX_PREFIX_BYTES
                + " bytes without empty, . or .. parts, such as events/web";
        return described(hint, (key, value) -> {
            String text = (String) value;
            if (text == null || text.isEmpty()) return;
            boolean tooLong = text.getBytes(StandardCharsets.UTF_8).length > MAX_PREFIX_BYTES;
            boolean halfCharacter = !StandardCharsets.UTF_8.newEncoder().canEncode(text);
            if (tooLong || halfCharacter || text.chars().anyMatch(Character::isISOControl))
                throw refused(key, text, hint);
            for (String part : text.split("/", -1)) {
                if (part.isEmpty() || part.equals(".") || part.equals("..")) throw refused(key, text, hint);
            }
        });
    }

    static Validator endpoint() {
        String hint = "an address such as http://127.0.0.1:9000";
        return described(hint, (key, value) -> {
            String text = (String) value;
            if (text == null || text.isEmpty()) return;
            URI uri;
            try {
                uri = URI.create(text);
            } catch (IllegalArgumentException e) {
                throw refused(key, text, hint);
            }
            boolean web = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
            if (!web || uri.getHost() == null || uri.getUserInfo() != null || uri.getQuery() != null) {
                throw refused(key, text, hint);
            }
        });
    }

    static Validator zone() {
        String hint = "a time zone such as UTC, Europe/Berlin or +08:00";
        return described(hint, (key, value) -> {
            try {
                ZoneId.of(String.valueOf(value));
            } catch (DateTimeException e) {
                throw refused(key, value, hint);
            }
        });
    }

    static Validator fieldPath() {
        String hint = "record, or a field path such as meta.ctime";
        return described(hint, (key, value) -> {
            String text = String.valueOf(value);
            if (text.isBlank() || text.length() > 500) throw refused(key, text, hint);
            for (String part : text.split("\\.", -1)) if (part.isEmpty()) throw refused(key, text, hint);
        });
    }

    static Validator between(long least, long most) {
        String hint = "a number from " + least + " to " + most;
        return described(hint, (key, value) -> {
            if (value == null) return;
            long number = ((Number) value).longValue();
            if (number < least || number > most) throw refused(key, value, hint);
        });
    }

    static ConfigException refused(String key, Object value, String hint) {
        return new ConfigException(key, value, "expected " + hint);
    }

    /** Connect shows a validator's text in its documentation. */
    private static Validator described(String description, Validator check) {
        return new Validator() {
            @Override
            public void ensureValid(String name, Object value) {
                check.ensureValid(name, value);
            }

            @Override
            public String toString() {
                return description;
            }
        };
    }
}
