package clickstream.s3json.flush;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class NamesTest {
    private final Names names = new Names("a b/{{x}}", new TopicPartition("web.logs", 3));

    @Test
    void namesObjectsByFolderAndFirstOffset() {
        assertEquals("a b/{{x}}/_claims/web.logs/3", names.head());
        assertEquals(
                "a b/{{x}}/web.logs/hour=1/web.logs+3+00000000000000000042.jsonl.gz",
                names.object("hour=1", 0, 42, false, ".jsonl.gz"));
        assertEquals(
                "a b/{{x}}/web.logs/hour=1/web.logs+3+00000000000000000042.g2.late.jsonl",
                names.object("hour=1", 2, 42, true, ".jsonl"));
    }

    @Test
    void findsTheFolderAgain() {
        assertEquals("year=1/hour=2", names.folder(names.object("year=1/hour=2", 1, 42, true, ".jsonl")));
    }

    @Test
    void knowsWhatNobodyWritesAnyMore() {
        // GIVEN a newest claim of generation 1, complete up to 100, with 1 as the next generation too
        // THEN what begins before is settled, and what begins there is not
        assertTrue(isSettled(names.object("hour=1", 1, 99, false, ".jsonl")));
        assertFalse(isSettled(names.object("hour=1", 1, 100, true, ".jsonl")));
        // AND so are other generations, but no other partition's keys
        assertTrue(isSettled(names.object("hour=1", 0, 500, false, ".jsonl")));
        assertTrue(isSettled(names.object("hour=1", 2, 500, false, ".jsonl")));
        assertFalse(isSettled(new Names("a b/{{x}}", new TopicPartition("web.logs", 33)).object("h", 1, 5, false, ".gz")));
        assertFalse(isSettled(new Names("a b", new TopicPartition("web.logs", 3)).object("h", 1, 5, false, ".gz")));
    }

    private boolean isSettled(String key) {
        return names.isSettled(key, 1, 1, 100);
    }
}
