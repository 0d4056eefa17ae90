package clickstream.s3json.s3;

import clickstream.s3json.Version;
import clickstream.s3json.config.Settings;
import clickstream.s3json.http.BlockHttpClient;
import java.util.concurrent.atomic.LongAdder;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.core.client.config.SdkAdvancedClientOption;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.StandardRetryStrategy;
import software.amazon.awssdk.retries.api.BackoffStrategy;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.StsClientBuilder;
import software.amazon.awssdk.services.sts.auth.StsAssumeRoleCredentialsProvider;
import software.amazon.awssdk.utils.SdkAutoCloseable;

/** A client of the bucket, with everything that has to be closed with it. Safe for many threads. */
public final class S3Connection implements AutoCloseable {
    /** An attempt that trickles is given up as well: the slowest part, 5 MiB, then had 43 KB a second. */
    private static final int ATTEMPT_TIMEOUTS = 4;

    private final Settings settings;
    private final LongAdder retries;
    private final SdkHttpClient http;
    private final StsClient sts;
    private final AwsCredentialsProvider credentials;
    private final S3Client client;

    /**
     * Sends nothing yet.
     *
     * @param retries counts every attempt that is not a request's first
     */
    public S3Connection(Settings settings, LongAdder retries) {
        this.settings = settings;
        this.retries = retries;
        http = new BlockHttpClient(settings.requestTimeout());
        sts = settings.roleArn().isPresent() ? stsClient() : null;
        credentials = sts == null ? DefaultCredentialsProvider.builder().build() : assumedRole();
        client = s3Client();
    }

    public S3Client client() {
        return client;
    }

    @Override
    public void close() {
        client.close();
        if (credentials instanceof SdkAutoCloseable) ((SdkAutoCloseable) credentials).close();
        if (sts != null) sts.close();
        http.close();
    }

    private S3Client s3Client() {
        S3ClientBuilder builder = S3Client.builder()
                .httpClient(http)
                .credentialsProvider(credentials)
                .forcePathStyle(settings.pathStyle())
                .overrideConfiguration(configuration())
                // What is written brings its checksum along, made without a copy of the bytes.
                .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
                .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
                // Other servers take a body's framing for the object, or keep the framing's name as its encoding.
                .serviceConfiguration(
                        service -> service.useArnRegionEnabled(true).chunkedEncodingEnabled(false));
        settings.endpoint().ifPresent(builder::endpointOverride);
        settings.region().map(Region::of).ifPresent(builder::region);
        // Other servers have no regions, but a signature needs one.
        if (settings.endpoint().isPresent() && settings.region().isEmpty()) builder.region(Region.US_EAST_1);
        return builder.build();
    }

    private StsClient stsClient() {
        StsClientBuilder builder = StsClient.builder().httpClient(http).overrideConfiguration(configuration());
        settings.region().map(Region::of).ifPresent(builder::region);
        return builder.build();
    }

    /** Renews the session before it ends. */
    private AwsCredentialsProvider assumedRole() {
        return StsAssumeRoleCredentialsProvider.builder()
                .stsClient(sts)
                .refreshRequest(request -> request.roleArn(settings.roleArn().orElseThrow())
                        .roleSessionName(settings.roleSessionName())
                        .externalId(settings.roleExternalId().orElse(null)))
                .build();
    }

    private ClientOverrideConfiguration configuration() {
        BackoffStrategy backoff = BackoffStrategy.exponentialDelay(settings.retryBackoff(), settings.retryMaxBackoff());
        return ClientOverrideConfiguration.builder()
                .apiCallAttemptTimeout(settings.requestTimeout().multipliedBy(ATTEMPT_TIMEOUTS))
                // Without the circuit breaker: the number of attempts is the setting, also while everything fails.
                .retryStrategy(StandardRetryStrategy.builder()
                        .maxAttempts(settings.retryAttempts())
                        .backoffStrategy(backoff)
                        .throttlingBackoffStrategy(backoff)
                        .circuitBreakerEnabled(false)
                        .build())
                .addExecutionInterceptor(new RetryCounter(retries))
                .putAdvancedOption(
                        SdkAdvancedClientOption.USER_AGENT_PREFIX, "clickstream-s3-json-sink/" + Version.current())
                .build();
    }
}
