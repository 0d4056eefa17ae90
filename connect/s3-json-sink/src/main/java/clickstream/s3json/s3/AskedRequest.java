package clickstream.s3json.s3;

import clickstream.s3json.config.Settings;

/** A request that failed, as a message names it. */
final class AskedRequest {
    private final Settings settings;
    private final S3Action action;
    private final String key;

    AskedRequest(Settings settings, S3Action action, String key) {
        this.settings = settings;
        this.action = action;
        this.key = key;
    }

    S3Action action() {
        return action;
    }

    /** What a policy must name. */
    String resource() {
        String bucket = settings.bucket();
        String arn = bucket.startsWith("arn:") ? bucket : "arn:" + partition() + ":s3:::" + bucket;
        if (action.onBucket()) return arn;
        return arn + (bucket.startsWith("arn:") ? "/object/" : "/") + key;
    }

    S3Problem problem(String code, boolean retryable, String why) {
        String what = "cannot " + action.words() + " " + key + " in bucket " + settings.bucket();
        return new S3Problem(code, retryable, what + ": " + why);
    }

    private String partition() {
        String region = settings.region().orElse("");
        return region.startsWith("cn-") ? "aws-cn" : region.startsWith("us-gov-") ? "aws-us-gov" : "aws";
    }
}
