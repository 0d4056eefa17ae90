package clickstream.s3json.s3;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.core.sync.RequestBody;

class S3ErrorsTest {
    private static final String PUT = "cannot write the object p/k in bucket events: ";

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
    void aMissingPermissionIsNamedWithItsResource() {
        s3.refuse(403, "AccessDenied", "Access Denied");
        assertProblem(
                "AccessDenied",
                false,
                "the role of the worker lacks s3:PutObject on arn:aws:s3:::events/p/k, or a bucket policy or VPC"
                        + " endpoint policy denies it",
                put());
    }

    @Test
    void allThatADenialCanMeanWithKeyAndOwner() {
        s3.refuse(403, "AccessDenied", "Access Denied");
        assertProblem(
                "AccessDenied",
                false,
                "the role of the worker lacks s3:PutObject on arn:aws-cn:s3:::events/p/k, or a bucket policy or VPC"
                    + " endpoint policy denies it, or it lacks kms:GenerateDataKey and kms:Decrypt on alias/k, or the"
                    + " bucket does not belong to account 123456789012 (s3.bucket.owner)",
                put("s3.region", "cn-north-1", "s3.kms.key", "alias/k", "s3.bucket.owner", "123456789012"));
    }

    @Test
    void theActionThatS3NamesIsBelieved() {
        s3.refuse(
                403,
                "AccessDenied",
                "User: arn:aws:sts::1:assumed-role/r/s is not authorized to perform: s3:PutObjectTagging on resource:"
                        + " &quot;arn:aws:s3:::events/p/k&quot; because no identity-based policy allows the"
                        + " s3:PutObjectTagging action");
        assertTrue(put().message().contains("lacks s3:PutObjectTagging on arn:aws:s3:::events/p/k,"), put().message());
    }

    @Test
    void aKeyThatMayNotBeUsedIsNamed() {
        String told =
                "User: arn:aws:sts::1:assumed-role/r/s is not authorized to perform: kms:GenerateDataKey on resource:"
                        + " arn:k";
        s3.refuse(403, "AccessDenied", told);
        S3Problem problem = put("s3.kms.key", "alias/k");
        assertEquals(false, problem.retryable());
        assertTrue(
                problem.message()
                        .startsWith(PUT
                                + "the role of the worker lacks kms:GenerateDataKey and kms:Decrypt on the KMS"
                                + " key alias/k"),
                problem.message());
    }

    @Test
    void aDisabledKeyIsNamed() {
        s3.refuse(400, "KMS.DisabledException", "arn:k is disabled.");
        S3Problem problem = put();
        assertEquals("KMS.DisabledException", problem.code());
        assertTrue(
                problem.message()
                        .startsWith(PUT
                                + "the KMS key that the bucket encrypts with by default cannot be used (arn:k"
                                + " is disabled."),
                problem.message());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "301 | PermanentRedirect | x | x-amz-bucket-region | us-west-2",
                "400 | AuthorizationHeaderMalformed | the region 'eu-west-1' is wrong; expecting 'us-west-2' | a | b"
            })
    void theRightRegionIsNamed(int status, String code, String told, String header, String value) {
        s3.refuse(status, code, told, header, value);
        assertProblem(code, false, "the bucket is in another region than eu-west-1; set s3.region to us-west-2", put());
    }

    @Test
    void aBucketThatIsNotThere() {
        s3.refuse(404, "NoSuchBucket", "The specified bucket does not exist");
        assertProblem("NoSuchBucket", false, "there is no such bucket; make it, or correct s3.bucket", put());
    }

    @ParameterizedTest
    @CsvSource({
        "503, SlowDown, true", "500, InternalError, true", "409, ConditionalRequestConflict, true",
                "400, RequestTimeout, true",
        "502, Odd, true", "400, ExpiredToken, true", "403, RequestTimeTooSkewed, true",
                "403, InvalidAccessKeyId, false",
        "403, SignatureDoesNotMatch, false", "404, NoSuchUpload, false", "400, EntityTooSmall, false",
                "412, PreconditionFailed, false",
        "405, MethodNotAllowed, false"
    })
    void whatCanBeTriedAgain(int status, String code, boolean retryable) {
        s3.refuse(status, code, "told");
        S3Problem problem = put();
        assertEquals(code, problem.code());
        assertEquals(retryable, problem.retryable());
        assertTrue(problem.message().startsWith(PUT), problem.message());
    }

    @Test
    void headHasNoBodyAndIsExplainedAllTheSame() {
        s3.refuse(403, "", "");
        try (S3Connection connection = new S3Connection(s3.settings(), new LongAdder())) {
            Throwable failure = assertThrows(Exception.class, () -> connection
                    .client()
                    .headObject(new S3Requests(s3.settings()).head("p/k").build()));
            S3Problem problem =
                    new S3Errors(s3.settings()).explain(new CompletionException(failure), S3Action.GET_OBJECT, "p/k");
            assertEquals("AccessDenied", problem.code());
            assertTrue(
                    problem.message()
                            .startsWith("cannot read the object p/k in bucket events: the role of the worker lacks"
                                    + " s3:GetObject on "),
                    problem.message());
        }
    }

    @Test
    void listingIsPermittedOnTheBucket() {
        s3.refuse(403, "AccessDenied", "Access Denied");
        try (S3Connection connection = new S3Connection(s3.settings(), new LongAdder())) {
            Throwable failure = assertThrows(Exception.class, () -> connection
                    .client()
                    .listMultipartUploads(
                            new S3Requests(s3.settings()).listUploads("p/").build()));
            S3Problem problem = new S3Errors(s3.settings()).explain(failure, S3Action.LIST_UPLOADS, "p/");
            assertTrue(
                    problem.message().contains("lacks s3:ListBucketMultipartUploads on arn:aws:s3:::events,"),
                    problem.message());
        }
    }

    @Test
    void aServerThatIsNotThereAndANameThatIsNone() {
        assertEquals(true, put("s3.endpoint", "http://127.0.0.1:1").retryable());
        S3Problem unknown = put("s3.endpoint", "http://no-such-host.invalid");
        assertEquals("UnknownHost", unknown.code());
        assertTrue(unknown.message().contains("check s3.region and s3.endpoint"), unknown.message());
    }

    @Test
    void aRoleThatMayNotBeAssumed() {
        System.setProperty("aws.endpointUrlSts", s3.address());
        s3.answer(
                403,
                "<ErrorResponse><Error><Code>AccessDenied</Code><Message>not"
                        + " allowed</Message></Error></ErrorResponse>");
        S3Problem problem = put("s3.role.arn", "arn:aws:iam::123456789012:role/r", "s3.role.external.id", "x1");
        assertEquals("AccessDenied", problem.code());
        assertTrue(
                problem.message()
                        .startsWith(PUT
                                + "the role arn:aws:iam::123456789012:role/r cannot be assumed: the worker's"
                                + " role needs sts:AssumeRole on it, and its trust policy must allow the"
                                + " worker's role with the external id x1 (not allowed"),
                problem.message());
    }

    @Test
    void somethingElseEntirelyIsNotTriedAgain() {
        S3Problem problem =
                new S3Errors(s3.settings()).explain(new IllegalStateException("odd"), S3Action.PUT_OBJECT, "p/k");
        assertProblem("IllegalStateException", false, "odd", problem);
    }

    private static void assertProblem(String code, boolean retryable, String why, S3Problem problem) {
        assertEquals(new S3Problem(code, retryable, PUT + why), problem);
    }

    private S3Problem put(String... more) {
        var settings = s3.settings(more);
        try (S3Connection connection = new S3Connection(settings, new LongAdder())) {
            Throwable failure = assertThrows(Exception.class, () -> connection
                    .client()
                    .putObject(
                            new S3Requests(settings)
                                    .putEvents("p/k", "text/plain")
                                    .build(),
                            RequestBody.fromString("x")));
            return new S3Errors(settings).explain(failure, S3Action.PUT_OBJECT, "p/k");
        }
    }
}
