package clickstream.s3json.layout;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FieldPathTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "meta.ctime | {\"meta\":{\"ctime\":1}}",
                "meta.ctime |  { \"data\" : [ {\"meta\":{\"ctime\":2}}, \"}\\\"\" ] , \"meta\" : { \"ctime\" : 1 } }",
                "meta.ctime | {\"meta\":{\"ctime\":1,\"ctime\":2},\"meta\":{\"ctime\":3}}",
                "meta.ctime | {\"a\":-1.5e3,\"b\":true,\"c\":\"\\\\\",\"meta\":{\"ctime\":1}}",
                "meta.ctime | {\"m\\u0065ta\":{\"\\u0063time\":1}}",
                "meta.ctime | {\"meta\":{\"ctime\":1 and what follows is never read",
                "a          | {\"b\":{\"a\":2},\"a\":1}",
                "zeit.größe | {\"zeit\":{\"größe\":1}}",
                "a\"b       | {\"a\\\"b\":1}",
            })
    void findsTheFirstSuchField(String path, String json) {
        // GIVEN an object WHEN the field is looked for THEN the 1 is found
        byte[] bytes = json.getBytes(UTF_8);
        int at = new FieldPath(path).find(bytes, 0, bytes.length);
        assertTrue(at >= 0);
        assertEquals('1', bytes[at]);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{}",
                "[]",
                "null",
                "\"meta\"",
                "{\"meta\":1}",
                "{\"meta\":{}}",
                "{\"meta\":{\"ctime\"}}",
                "{\"meta\":{\"ctime\":",
                "{\"meta\":[{\"ctime\":1}]}",
                "{\"meta\":null,\"meta\":{\"ctime\":1}}",
                "{\"data\":{\"meta\":{\"ctime\":1}}}",
                "{\"data\":\"unclosed,\"meta\":{\"ctime\":1}}",
                "{\"m\\u00\":1,\"m\\\":1}",
                "{meta:{ctime:1}}",
                "\u0000{\"meta\":{\"ctime\":1}}"
            })
    void whatIsNotThereIsNotFound(String json) {
        byte[] bytes = json.getBytes(UTF_8);
        assertEquals(-1, new FieldPath("meta.ctime").find(bytes, 0, bytes.length));
    }

    @Test
    void aMillionBracketsBeforeItAreNoProblem() {
        byte[] json = ("{\"data\":" + "[".repeat(1_000_000) + "]".repeat(1_000_000) + ",\"t\":1}").getBytes(UTF_8);
        assertEquals(json.length - 2, new FieldPath("t").find(json, 0, json.length));
    }

    @Test
    void noBytesMakeItFail() {
        // GIVEN random bytes from JSON's alphabet WHEN searched THEN there is an answer, inside the bytes
        Random random = new Random(11);
        String alphabet = "{}[]\":,\\u0t1 \n";
        FieldPath path = new FieldPath("t.1");
        for (int round = 0; round < 200_000; round++) {
            byte[] json = new byte[random.nextInt(40)];
            for (int i = 0; i < json.length; i++) json[i] = (byte) alphabet.charAt(random.nextInt(alphabet.length()));
            if (json.length > 0) json[0] = '{';
            int at = path.find(json, 0, json.length);
            assertTrue(at >= -1 && at < json.length);
        }
    }
}
