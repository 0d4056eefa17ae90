package clickstream.s3json.s3;

import clickstream.s3json.config.Keys;
import clickstream.s3json.config.Settings;
import java.io.IOException;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sts.model.StsException;

/** Explains what went wrong between the sink and its bucket. */
public final class S3Errors {
    /** S3's newer refusals name the action and the resource. */
    private static final Pattern REFUSED =
            Pattern.compile("not authorized to perform: (\\S+) on resource: \"?([^\\s\"]+)");

    private static final Pattern EXPECTED_REGION = Pattern.compile("expecting '([a-z0-9-]+)'");

    /** Requests with these answers succeed later: what S3 asks to be sent again, and credentials that renew themselves. */
    private static final Set<String> PASSING = Set.of(
            "SlowDown",
            "InternalError",
            "ServiceUnavailable",
            "RequestTimeout",
            "OperationAborted",
            "ConditionalRequestConflict",
            "TemporaryRedirect",
            "ThrottlingException",
            "Throttling",
            "BadDigest",
            "IncompleteBody");

    private static final Set<String> EXPIRED =
            Set.of("ExpiredToken", "ExpiredTokenException", "TokenRefreshRequired", "RequestTimeTooSkewed");

    private final Settings settings;

    public S3Errors(Settings settings) {
        this.settings = settings;
    }

    /**
     * @param failure what the AWS SDK threw, in a future's wrapping or not
     * @param key of the object, or the prefix that was listed
     */
    public S3Problem explain(Throwable failure, S3Action action, String key) {
        Throwable cause = unwrapped(failure);
        AskedRequest asked = new AskedRequest(settings, action, key);
        if (cause instanceof StsException) return role((StsException) cause, asked);
        if (cause instanceof AwsServiceException) return service((AwsServiceException) cause, asked);
        if (cause instanceof SdkException || cause instanceof IOException) return client(cause, asked);
        return asked.problem(cause.getClass().getSimpleName(), false, String.valueOf(cause.getMessage()));
    }

    private static Throwable unwrapped(Throwable failure) {
        Throwable cause = failure;
        while ((cause instanceof CompletionException || cause instanceof ExecutionException)
                && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause;
    }

    private S3Problem service(AwsServiceException failure, AskedRequest asked) {
        int status = failure.statusCode();
        String code = codeOf(failure);
        if (EXPIRED.contains(code)) {
            return asked.problem(
                    code,
                    true,
                    "the credentials have expired, or this machine's clock is wrong; they are renewed and it is tried"
                            + " again");
        }
        if (code.startsWith("KMS.")
                || status == 403 && String.valueOf(failure.getMessage()).contains("kms:"))
            return kms(failure, code, asked);
        switch (code) {
            case "NoSuchBucket":
                return asked.problem(code, false, "there is no such bucket; make it, or correct " + Keys.BUCKET);
            case "PermanentRedirect":
            case "AuthorizationHeaderMalformed":
            case "IllegalLocationConstraintException":
                return wrongRegion(failure, code, asked);
            case "InvalidAccessKeyId":
            case "SignatureDoesNotMatch":
            case "InvalidToken":
                return asked.problem(
                        code,
                        false,
                        "S3 does not know the worker's credentials; check the worker's role and its partition (aws,"
                                + " aws-cn, aws-us-gov)");
            case "NoSuchUpload":
                return asked.problem(
                        code,
                        false,
                        "somebody has ended this upload, by hand or by a lifecycle rule that ends uploads sooner than"
                                + " the sink does");
            default:
        }
        if (status == 301) return wrongRegion(failure, code, asked);
        if (status == 403) return denied(failure, code, asked);
        boolean retryable = PASSING.contains(code) || status >= 500 || status == 429 || status == 408;
        return asked.problem(code, retryable, "S3 answered " + status + " " + code + told(failure));
    }

    private static String codeOf(AwsServiceException failure) {
        String code = failure.awsErrorDetails() == null
                ? null
                : failure.awsErrorDetails().errorCode();
        // HEAD has no body, and so no code.
        if (code == null || code.isEmpty() || code.equals(String.valueOf(failure.statusCode()))) {
            return failure.statusCode() == 403 ? "AccessDenied" : "Http" + failure.statusCode();
        }
        return code;
    }

    private S3Problem denied(AwsServiceException failure, String code, AskedRequest asked) {
        Matcher refused = REFUSED.matcher(String.valueOf(failure.getMessage()));
        boolean named = refused.find();
        String permission = named ? refused.group(1) : asked.action().permission();
        String resource = named ? refused.group(2) : asked.resource();
        String missing = "the role " + whose() + " lacks " + permission + " on " + resource
                + ", or a bucket policy or VPC endpoint policy denies it";
        String key = asked.action().writes()
                ? settings.kmsKey()
                        .map(id -> ", or it lacks kms:GenerateDataKey and kms:Decrypt on " + id)
                        .orElse("")
                : "";
        String owner = settings.bucketOwner()
                .map(id -> ", or the bucket does not belong to account " + id + " (" + Keys.BUCKET_OWNER + ")")
                .orElse("");
        return asked.problem(code, false, missing + key + owner);
    }

    private S3Problem kms(AwsServiceException failure, String code, AskedRequest asked) {
        String key = settings.kmsKey().orElse("that the bucket encrypts with by default");
        if (code.startsWith("KMS.")) {
            return asked.problem(
                    code, code.contains("Throttling"), "the KMS key " + key + " cannot be used" + told(failure));
        }
        String permissions = asked.action().writes() ? "kms:GenerateDataKey and kms:Decrypt" : "kms:Decrypt";
        return asked.problem(
                code,
                false,
                "the role " + whose() + " lacks " + permissions + " on the KMS key " + key + told(failure));
    }

    private S3Problem wrongRegion(AwsServiceException failure, String code, AskedRequest asked) {
        Matcher expected = EXPECTED_REGION.matcher(String.valueOf(failure.getMessage()));
        Optional<String> region =
                failure.awsErrorDetails() == null || failure.awsErrorDetails().sdkHttpResponse() == null
                        ? Optional.empty()
                        : failure.awsErrorDetails().sdkHttpResponse().firstMatchingHeader("x-amz-bucket-region");
        String right = region.orElseGet(() -> expected.find() ? expected.group(1) : "the bucket's region");
        return asked.problem(
                code,
                false,
                "the bucket is in another region than " + settings.region().orElse("the worker's") + "; set "
                        + Keys.REGION + " to " + right);
    }

    private S3Problem role(StsException failure, AskedRequest asked) {
        boolean retryable =
                failure.isThrottlingException() || failure.statusCode() >= 500 || EXPIRED.contains(codeOf(failure));
        return asked.problem(
                codeOf(failure),
                retryable,
                "the role " + settings.roleArn().orElse("of the worker")
                        + " cannot be assumed: the worker's role needs sts:AssumeRole on it, and its trust policy must"
                        + " allow the worker's role"
                        + settings.roleExternalId()
                                .map(id -> " with the external id " + id)
                                .orElse("") + told(failure));
    }

    private S3Problem client(Throwable failure, AskedRequest asked) {
        String text = String.valueOf(failure.getMessage());
        if (text.contains("Unable to load credentials")) {
            return asked.problem(
                    "NoCredentials",
                    false,
                    "the worker has no credentials: on MSK Connect the connector's service execution role, elsewhere"
                            + " what the AWS SDK's default chain finds");
        }
        if (text.contains("Unable to load region")) {
            return asked.problem("NoRegion", false, "no region is known; set " + Keys.REGION);
        }
        if (hasCause(failure, SSLHandshakeException.class) || hasCause(failure, SSLPeerUnverifiedException.class)) {
            return asked.problem("Tls", false, "the server's certificate is not accepted" + told(failure));
        }
        if (hasCause(failure, UnknownHostException.class)) {
            return asked.problem(
                    "UnknownHost",
                    true,
                    "the server's name cannot be resolved: check " + Keys.REGION + " and " + Keys.ENDPOINT
                            + ", or the VPC's S3 endpoint" + told(failure));
        }
        return asked.problem("Connection", true, "the connection failed" + told(failure));
    }

    private static boolean hasCause(Throwable failure, Class<? extends Throwable> type) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause())
            if (type.isInstance(cause)) return true;
        return false;
    }

    private static String told(Throwable failure) {
        return " (" + failure.getMessage() + ")";
    }

    private String whose() {
        return settings.roleArn().orElse("of the worker");
    }
}
