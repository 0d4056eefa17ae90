package clickstream.transforms;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.math.BigInteger;
import java.util.Map;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Random texts, whole and broken, against another parser: what is JSON, what `data` is, and what the columns hold. */
class FuzzTest {
    private static final int TEXTS = Integer.getInteger("fuzz.texts", 200_000);
    private static final String[] NAMES = {"meta", "data", "id", "a", "b", "ctime", "", "d\\u0061ta", "\\u0061", "é"};
    private static final String[] SCALARS = {
        "0",
        "-0",
        "1e400",
        "12345678901234567890",
        "19.99",
        "1E+2",
        "true",
        "false",
        "null",
        "\"\"",
        "\"19\"",
        "\"\\ud83d\"",
        "\"\\ud83d\\ude00\"",
        "\"\\\\\"",
        "\"\\\"}\"",
        "\"😀é\"",
        "9223372036854775807",
        "-9223372036854775809",
        "1e-5",
        "5.0"
    };
    private static final String BREAKERS = "{}[]\",:\\ \n\t019-+.eEtfnu\u0000\u001f\u007f\ufeff\ud83dx";

    /** The other parser takes what it cannot compute for a mistake. */
    private static final Pattern HUGE_EXPONENT = Pattern.compile("[eE][+-]?\\d{5}");

    private final ObjectMapper jackson = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(10_000)
                            .build())
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    @Test
    void agreesWithAnotherParser() throws Exception {
        long seed = Long.getLong("fuzz.seed", System.nanoTime());
        Random random = new Random(seed);
        try (Rows rows = new Rows("a:long:data.a,ab:string:data.a.b")) {
            for (int i = 0; i < TEXTS; i++) {
                String text = object(random, 0);
                if (random.nextInt(3) > 0) text = broken(random, text);
                if (HUGE_EXPONENT.matcher(text).find()) continue;
                check(rows, text, "seed " + seed + ", text " + i + ": " + text);
            }
        }
    }

    private void check(Rows rows, String text, String about) throws Exception {
        JsonNode tree = parsed(text);
        Map<String, Object> row = rows.event(text);
        if (tree == null || !tree.isObject() || !tree.has("data")) {
            assertEquals(text, row.get("data"), about);
            if (tree == null) assertEquals(Map.of("data", text), row, about);
        } else {
            String data = (String) row.get("data");
            assertEquals(data.strip(), data, about);
            assertEquals(tree.get("data"), parsed(data), about);
            assertEquals(true, text.contains(data), about);
        }
        if (tree == null) return;
        JsonNode number = tree.path("data").path("a");
        assertEquals(number.isNumber() ? whole(number) : null, row.get("a"), about);
        JsonNode id = tree.path("meta").path("id");
        if (id.isTextual()) assertEquals(storable(id.textValue()), row.get("event_id"), about);
        else if (id.isNull() || id.isMissingNode()) assertEquals(null, row.get("event_id"), about);
        else assertEquals(id, parsed((String) row.get("event_id")), about);
    }

    private JsonNode parsed(String text) throws Exception {
        try {
            JsonNode tree = jackson.readTree(text);
            return tree.isMissingNode() ? null : tree;
        } catch (JsonProcessingException notJson) {
            return null;
        }
    }

    private static Long whole(JsonNode number) {
        if (number.decimalValue().stripTrailingZeros().scale() > 0) return null;
        // Too long to be written out, and so too long to fit.
        if (number.decimalValue().precision() - number.decimalValue().scale() > 30) return null;
        BigInteger value = number.decimalValue().toBigIntegerExact();
        return value.bitLength() > 63 ? null : (Long) value.longValue();
    }

    private static String storable(String text) {
        return text.codePoints().anyMatch(c -> c >= 0xD800 && c <= 0xDFFF) ? null : text;
    }

    private static String object(Random random, int depth) {
        StringBuilder out = new StringBuilder("{");
        int members = random.nextInt(5);
        for (int i = 0; i < members; i++) {
            if (i > 0) out.append(space(random)).append(',');
            out.append(space(random))
                    .append('"')
                    .append(NAMES[random.nextInt(NAMES.length)])
                    .append('"');
            out.append(space(random)).append(':').append(space(random)).append(value(random, depth + 1));
        }
        return out.append(space(random)).append('}').toString();
    }

    private static String value(Random random, int depth) {
        int kind = depth > 4 ? 9 : random.nextInt(10);
        if (kind < 4) return object(random, depth);
        if (kind > 4) return SCALARS[random.nextInt(SCALARS.length)];
        return "[" + value(random, depth + 1) + space(random) + "," + value(random, depth + 1) + "]";
    }

    private static String space(Random random) {
        return random.nextInt(6) == 0 ? " \n\t\r".substring(random.nextInt(4)) : "";
    }

    private static String broken(Random random, String text) {
        StringBuilder out = new StringBuilder(text);
        for (int times = random.nextInt(3); times >= 0; times--) {
            int at = random.nextInt(out.length() + 1);
            char other = BREAKERS.charAt(random.nextInt(BREAKERS.length()));
            if (random.nextBoolean()) out.insert(at, other);
            else if (at < out.length() && random.nextBoolean()) out.setCharAt(at, other);
            else out.delete(at, Math.min(out.length(), at + 1 + random.nextInt(4)));
        }
        return out.toString();
    }
}
