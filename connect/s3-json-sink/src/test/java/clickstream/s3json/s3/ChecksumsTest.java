package clickstream.s3json.s3;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import clickstream.s3json.bucket.Bytes;
import clickstream.s3json.bucket.Pieces;
import clickstream.s3json.bucket.S3Bucket;
import clickstream.s3json.bucket.SentPart;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ChecksumsTest {
    /** CRC-32's check value, cbf43926, is that of these nine bytes. */
    private static final byte[] CHECKED = "123456789".getBytes();

    private static final String SUM = "y/Q5Jg==";

    private AnsweringServer s3;
    private S3Bucket bucket;

    @BeforeEach
    void start() throws IOException {
        System.setProperty("aws.accessKeyId", "AKIAWORKER");
        System.setProperty("aws.secretAccessKey", "secret");
        s3 = new AnsweringServer();
        bucket = new S3Bucket(s3.settings(), new LongAdder());
    }

    @AfterEach
    void stop() {
        bucket.close();
        s3.close();
        System.clearProperty("aws.accessKeyId");
        System.clearProperty("aws.secretAccessKey");
    }

    @Test
    void anObjectIsSentWithItsChecksumAndNoOther() {
        s3.answer(200, "");
        bucket.put("key", "text/plain", "claim", bytes()).join();
        Map<String, String> headers = s3.requests.get(0).headers;
        assertEquals(SUM, headers.get("x-amz-checksum-crc32"));
        assertEquals(Map.of(), other(headers));
        assertEquals("123456789", s3.requests.get(0).body);
    }

    @Test
    void partsAreAnnouncedSentAndPutTogetherWithTheirChecksums() {
        // GIVEN an upload WHEN a part is sent and the upload completed
        s3.answer(200, "<InitiateMultipartUploadResult><UploadId>u</UploadId></InitiateMultipartUploadResult>");
        s3.answer(200, "", "ETag", "\"one\"");
        s3.answer(200, "<CompleteMultipartUploadResult><ETag>\"all\"</ETag></CompleteMultipartUploadResult>");
        String upload = bucket.begin("key", "text/plain", "claim").join();
        SentPart part = bucket.putPart("key", upload, 1, bytes()).join();
        bucket.complete("key", upload, "claim", List.of(part)).join();
        // THEN S3 was told the kind of checksum, then each part's, then all of them
        assertEquals("CRC32", s3.requests.get(0).headers.get("x-amz-checksum-algorithm"));
        assertEquals(SUM, s3.requests.get(1).headers.get("x-amz-checksum-crc32"));
        assertEquals(Map.of(), other(s3.requests.get(1).headers));
        assertTrue(s3.requests.get(2).body.contains("<ChecksumCRC32>" + SUM + "</ChecksumCRC32>"));
    }

    private static Bytes bytes() {
        Bytes bytes = new Bytes(new Pieces(0));
        bytes.write(CHECKED, 0, CHECKED.length);
        return bytes;
    }

    /** What would be computed in vain, or make the server take the framing for the object. */
    private static Map<String, String> other(Map<String, String> headers) {
        Map<String, String> other = new HashMap<>(headers);
        other.keySet().retainAll(List.of("content-md5", "x-amz-trailer", "x-amz-sdk-checksum-algorithm", "content-encoding"));
        return other;
    }
}
