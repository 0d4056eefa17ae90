package clickstream.s3json.s3;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import clickstream.s3json.config.Settings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.core.sync.RequestBody;

class S3ConnectionTest {
    private final LongAdder retries = new LongAdder();
    private AnsweringServer s3;

    @BeforeEach
    void start() throws IOException {
        System.setProperty("aws.accessKeyId", "AKIAWORKER");
        System.setProperty("aws.secretAccessKey", "secret");
        s3 = new AnsweringServer();
    }

    @AfterEach
    void stop() {
        s3.close();
        System.clearProperty("aws.accessKeyId");
        System.clearProperty("aws.secretAccessKey");
        System.clearProperty("aws.endpointUrlSts");
    }

    @Test
    void everySettingReachesTheRequest() {
        // GIVEN settings with owner, key and class
        s3.answer(200, "");
        Settings settings = s3.settings(
                "s3.kms.key", "alias/k", "s3.bucket.owner", "123456789012", "s3.storage.class", "GLACIER_IR");
        // WHEN an object is written, and a note of the sink's own
        put(settings, new S3Requests(settings), true);
        put(settings, new S3Requests(settings), false);
        // THEN the server sees them, and the note is in the standard class
        List<String> names = List.of(
                "content-type",
                "x-amz-expected-bucket-owner",
                "x-amz-server-side-encryption",
                "x-amz-server-side-encryption-aws-kms-key-id",
                "x-amz-storage-class",
                "content-encoding");
        assertEquals(
                List.of(
                        "application/gzip, 123456789012, aws:kms, alias/k, GLACIER_IR, null",
                        "application/json, 123456789012, aws:kms, alias/k, null, null"),
                s3.requests.stream()
                        .map(request -> names.stream()
                                .map(request.headers::get)
                                .map(String::valueOf)
                                .collect(Collectors.joining(", ")))
                        .collect(Collectors.toList()));
        assertEquals(
                "PUT /events/a%20b/%7B%7Bc%7D%7D/%C3%BC%2B1", s3.requests.get(0).method + " " + s3.requests.get(0).uri);
        assertTrue(s3.requests.get(0).headers.get("user-agent").contains("clickstream-s3-json-sink/"));
    }

    @Test
    void attemptsAreAsManyAsTheSettingSaysAndAreCounted() {
        // GIVEN a server that is always busy WHEN an object is written THEN three attempts are made, two of them
        // counted
        s3.refuse(503, "SlowDown", "Please reduce your request rate.");
        assertThrows(Exception.class, () -> put(s3.settings(), new S3Requests(s3.settings()), true));
        assertEquals(3, s3.requests.size());
        assertEquals(2, retries.sum());
    }

    @Test
    void aHungServerEndsAnAttempt() throws IOException {
        // GIVEN a server that takes the connection and never answers
        try (var silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            Settings settings = s3.settings(
                    "s3.endpoint",
                    "http://127.0.0.1:" + silent.getLocalPort(),
                    "request.timeout.ms",
                    "200",
                    "retry.attempts",
                    "2");
            // WHEN an object is written THEN it fails within the time that two attempts may take
            long begin = System.nanoTime();
            assertThrows(Exception.class, () -> put(settings, new S3Requests(settings), true));
            assertTrue(System.nanoTime() - begin < 10_000_000_000L);
        }
    }

    @Test
    void aRoleIsAssumedAndRenewedWhenItsSessionEnds() {
        // GIVEN an STS whose first session ends at once
        System.setProperty("aws.endpointUrlSts", s3.address());
        s3.answer(200, session("ASIAFIRST", Instant.now().plusSeconds(1)));
        s3.answer(200, "");
        s3.answer(200, session("ASIASECOND", Instant.now().plusSeconds(3600)));
        s3.answer(200, "");
        s3.answer(200, "");
        Settings settings = s3.settings("s3.role.arn", "arn:aws:iam::123456789012:role/r", "s3.role.external.id", "x1");
        // WHEN three objects are written over one connection
        try (S3Connection connection = new S3Connection(settings, retries)) {
            for (int i = 0; i < 3; i++) write(connection, new S3Requests(settings), true);
        }
        // THEN the second is signed by a new session, and so is the third
        assertEquals(
                List.of("sts AKIAWORKER", "s3 ASIAFIRST", "sts AKIAWORKER", "s3 ASIASECOND", "s3 ASIASECOND"),
                s3.requests.stream().map(S3ConnectionTest::signer).collect(Collectors.toList()));
        assertTrue(s3.requests.get(0).body.contains("ExternalId=x1"), s3.requests.get(0).body);
        assertTrue(
                s3.requests.get(0).body.contains("RoleSessionName=clickstream-s3-json-sink"), s3.requests.get(0).body);
    }

    @ParameterizedTest
    @CsvSource({
        "us-east-1, https://events.s3.amazonaws.com/k",
        "eu-central-1, https://events.s3.eu-central-1.amazonaws.com/k",
        "cn-northwest-1, https://events.s3.cn-northwest-1.amazonaws.com.cn/k",
        "us-gov-west-1, https://events.s3.us-gov-west-1.amazonaws.com/k"
    })
    void hostsOfAllPartitions(String region, String url) {
        Settings settings = new Settings(Map.of("s3.bucket", "events", "s3.region", region));
        try (S3Connection connection = new S3Connection(settings, retries)) {
            assertEquals(
                    url,
                    connection
                            .client()
                            .utilities()
                            .getUrl(get -> get.bucket("events").key("k"))
                            .toString());
        }
    }

    private void put(Settings settings, S3Requests requests, boolean events) {
        try (S3Connection connection = new S3Connection(settings, retries)) {
            write(connection, requests, events);
        }
    }

    private static void write(S3Connection connection, S3Requests requests, boolean events) {
        var request =
                events ? requests.putEvents("a b/{{c}}/ü+1", "application/gzip") : requests.putNote("_claims/t/0");
        connection.client().putObject(request.build(), RequestBody.fromString("x"));
    }

    private static String signer(AnsweringServer.Request request) {
        String authorization = request.headers.get("authorization");
        String signedBy = authorization.replaceAll(".*Credential=([^/]+)/.*", "$1");
        return authorization.replaceAll(".*/([a-z0-9]+)/aws4_request.*", "$1") + " " + signedBy;
    }

    private static String session(String accessKey, Instant end) {
        return "<AssumeRoleResponse"
                + " xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\"><AssumeRoleResult><Credentials><AccessKeyId>"
                + accessKey
                + "</AccessKeyId><SecretAccessKey>s</SecretAccessKey><SessionToken>t</SessionToken><Expiration>" + end
                + "</Expiration></Credentials></AssumeRoleResult></AssumeRoleResponse>";
    }
}
