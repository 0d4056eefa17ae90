package clickstream.s3json.lines;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.Random;
import org.junit.jupiter.api.Test;

class JsonCheckTest {
    /** Another parser's opinion: Jackson, as strict as it can be. */
    private static final ObjectMapper JACKSON =
            new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private static final String[] TOKENS = {
        "{",
        "}",
        "[",
        "]",
        ":",
        ",",
        "\"a\"",
        "\"\\n\"",
        "\"\\u00e9\"",
        "\"\\x\"",
        "\"",
        "1",
        "-",
        "0",
        ".5",
        "e3",
        "true",
        "fals",
        "null",
        " ",
        "\n",
        "\u0001",
        "\\",
        "-0.1E-2",
        "{\"a\":1}",
        "[1,2]",
        "\"a\":"
    };

    @Test
    void agreesWithAnotherParserOnAnythingThatLooksLikeJson() throws IOException {
        // GIVEN 300,000 random texts of JSON's tokens, and values that are JSON with one token put in or taken out
        Random random = new Random(8259);
        int valid = 0;
        for (int round = 0; round < 300_000; round++) {
            String text = round % 2 == 0 ? noise(random) : damaged(value(random, 3), random);
            byte[] json = text.getBytes(US_ASCII);
            // WHEN both judge it THEN they agree
            boolean expected = jacksonTakes(json);
            assertEquals(expected, JsonCheck.isOneValue(json, 0, json.length), () -> "text: " + text);
            if (expected) valid++;
        }
        assertTrue(valid > 30_000, "valid: " + valid);
    }

    private static boolean jacksonTakes(byte[] json) throws IOException {
        try (JsonParser parser = JACKSON.createParser(json)) {
            JsonNode node = JACKSON.readTree(parser);
            return node != null && parser.nextToken() == null;
        } catch (JacksonException e) {
            return false;
        }
    }

    private static String noise(Random random) {
        StringBuilder text = new StringBuilder();
        for (int n = 1 + random.nextInt(8); n > 0; n--) text.append(TOKENS[random.nextInt(TOKENS.length)]);
        return text.toString();
    }

    private static String value(Random random, int depth) {
        int kind = depth == 0 ? random.nextInt(4) : random.nextInt(6);
        if (kind == 0) return String.valueOf(random.nextDouble() * 1e9);
        if (kind == 1) return "\"t\\\"" + random.nextInt() + "\"";
        if (kind == 2) return String.valueOf(random.nextBoolean());
        if (kind == 3) return "null";
        StringBuilder text = new StringBuilder(kind == 4 ? "[" : "{");
        for (int n = random.nextInt(4); n > 0; n--) {
            if (kind == 5) text.append("\"k").append(n).append("\" : ");
            text.append(value(random, depth - 1));
            if (n > 1) text.append(" ,");
        }
        return text.append(kind == 4 ? "]" : "}").toString();
    }

    private static String damaged(String json, Random random) {
        int at = random.nextInt(json.length() + 1);
        switch (random.nextInt(3)) {
            case 0:
                return json;
            case 1:
                return json.substring(0, at) + TOKENS[random.nextInt(TOKENS.length)] + json.substring(at);
            default:
                return at == json.length() ? json : json.substring(0, at) + json.substring(at + 1);
        }
    }
}
