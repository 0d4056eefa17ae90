package clickstream.s3json.claims;

import static clickstream.s3json.claims.Placement.Step.CONTINUE;
import static clickstream.s3json.claims.Placement.Step.REPLAY;
import static clickstream.s3json.claims.Placement.Step.RESTART;
import static clickstream.s3json.claims.Placement.Step.SEEK;
import static clickstream.s3json.claims.Placement.Step.SKIP;
import static org.junit.jupiter.api.Assertions.assertEquals;

import clickstream.s3json.claims.Placement.Step;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A claim of offsets 100 to 199, whose last record has the time 7. */
class PlacementTest {
    private static final Claim CLAIM = new Claim("id", 0, 100, 200, 7L, Map.of(), List.of());

    @Test
    void withoutAClaimItBeginsWhereTheGroupIs() {
        assertEquals(CONTINUE, new Placement(null, true).next(55, 1L));
    }

    @Test
    void trustsTheGroupFromTheClaimsEndOn() {
        assertEquals(CONTINUE, new Placement(CLAIM, false).next(200, 9L));
        assertEquals(CONTINUE, new Placement(CLAIM, false).next(5000, 9L));
    }

    @Test
    void repeatsAnIncompleteClaim() {
        Placement placement = new Placement(CLAIM, false);
        assertSeek(199, placement, 100, 3L);
        assertSeek(100, placement, 199, 7L);
        assertEquals(REPLAY, placement.next(100, 3L));
    }

    @Test
    void goesOnBehindACompleteOne() {
        Placement placement = new Placement(CLAIM, true);
        assertSeek(199, placement, 0, 1L);
        assertEquals(SKIP, placement.next(199, 7L));
    }

    @Test
    void repeatsWhatRetentionHasLeft() {
        Placement placement = new Placement(CLAIM, false);
        assertSeek(199, placement, 150, 3L);
        assertSeek(100, placement, 199, 7L);
        assertEquals(REPLAY, placement.next(160, 3L));
    }

    @Test
    void goesOnWhereRetentionHasTakenTheClaim() {
        Placement placement = new Placement(CLAIM, false);
        assertSeek(199, placement, 150, 3L);
        assertSeek(150, placement, 230, 9L);
        assertEquals(CONTINUE, placement.next(231, 9L));
    }

    @Test
    void aShorterLogIsAnotherOne() {
        // GIVEN a topic made again: asked for 199, Kafka begins at 0 again
        Placement placement = new Placement(CLAIM, true);
        assertSeek(199, placement, 0, 8L);
        assertEquals(RESTART, placement.next(0, 8L));
    }

    @Test
    void aLogThatEndsRightBeforeTheLastRecordIsAnotherOne() {
        // GIVEN a topic made again that has 199 records: asked for 199, Kafka is silent
        Placement placement = new Placement(CLAIM, true);
        assertSeek(199, placement, 0, 8L);
        // WHEN it is asked for 200 instead
        placement.ask();
        assertEquals(200, placement.target());
        // THEN it begins at 0 again
        assertEquals(RESTART, placement.next(0, 8L));
    }

    @Test
    void aSlowAnswerIsWaitedFor() {
        // GIVEN the same log, whose broker did not answer for a while
        Placement placement = new Placement(CLAIM, true);
        assertSeek(199, placement, 0, 8L);
        placement.ask();
        // WHEN there are records behind the claim
        assertSeek(199, placement, 200, 9L);
        // THEN the last record still decides
        assertEquals(SKIP, placement.next(199, 7L));
    }

    @Test
    void aLogOfOtherRecordsIsAnotherOne() {
        // GIVEN a topic made again that has grown past the claim
        Placement placement = new Placement(CLAIM, false);
        assertSeek(199, placement, 0, 8L);
        assertSeek(0, placement, 199, 8L);
        assertEquals(RESTART, placement.next(0, 8L));
    }

    @Test
    void inDoubtRecordsAreKept() {
        // GIVEN a log that has earlier records, but none at the claim's end
        Placement placement = new Placement(CLAIM, true);
        assertSeek(199, placement, 20, 8L);
        assertSeek(20, placement, 201, 8L);
        assertEquals(RESTART, placement.next(20, 8L));
    }

    private static void assertSeek(long target, Placement placement, long offset, Long time) {
        Step step = placement.next(offset, time);
        assertEquals(SEEK, step);
        assertEquals(target, placement.target());
    }
}
