package clickstream.s3json.claims;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ClaimTextTest {
    @Test
    void isReadAsItWasWritten() {
        // GIVEN a claim with text that could break its lines
        Map<String, String> layout = Map.of("partition.time", "a.b c\\n\n=ü", "envelope", "");
        List<ClaimedObject> objects = List.of(new ClaimedObject("p {{x}}/t/hour=1/t+0+1.jsonl", 17));
        Claim claim = new Claim("id-1", 2, 100, 200, 1_700_000_000_000L, layout, objects);
        // WHEN it is written and read
        byte[] text = ClaimText.write(claim);
        Claim read = ClaimText.read(text);
        // THEN it is the same
        assertArrayEquals(text, ClaimText.write(read));
        assertEquals(layout, read.layout());
        assertEquals("p {{x}}/t/hour=1", read.objects().get(0).key().replaceAll("/[^/]*$", ""));
    }

    @Test
    void knowsARecordWithoutTime() {
        Claim claim = new Claim("id", 0, 0, 1, null, Map.of(), List.of());
        assertNull(ClaimText.read(ClaimText.write(claim)).lastTime());
    }

    @Test
    void refusesWhatItDoesNotKnow() {
        // GIVEN a claim of a later version, another text, and a claim that was cut
        // WHEN they are read THEN each is refused by what is wrong with it
        assertRefused("clickstream-claim 2\nid x\n", "begins with: clickstream-claim 2");
        assertRefused("<html>", "begins with: <html>");
        assertRefused("clickstream-claim 1\nid x\ngeneration 0\n", "no line 'start'");
    }

    private static void assertRefused(String text, String message) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        assertEquals(message, assertThrows(IllegalArgumentException.class, () -> ClaimText.read(bytes)).getMessage());
    }
}
