package clickstream.s3json.flush;

import clickstream.s3json.bucket.UploadGoneException;
import clickstream.s3json.claims.Claim;
import clickstream.s3json.claims.ClaimedObject;
import clickstream.s3json.claims.Head;
import clickstream.s3json.claims.Placement.Step;
import clickstream.s3json.lines.BadRecordException;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.LongConsumer;
import org.apache.kafka.connect.sink.SinkRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes the records of one partition and brings each into the bucket exactly once. It never waits: what the bucket has
 * answered is looked at in {@link #advance}. All methods are called by the task's thread.
 */
public final class PartitionWriter {
    private static final Logger LOG = LoggerFactory.getLogger(PartitionWriter.class);
    /** A partition that has had nothing to read for so long lets the next one fill the memory. */
    private static final long IDLE_MS = 1000;

    private final String name;
    private final Names names;
    private final Shared shared;
    private final Resumption resumption;
    private final SealedFlushes sealed;
    private int generation;
    private Flush open;
    private long next;
    private long lastRecordAt;
    private boolean waiting;

    /**
     * @param name for log lines
     * @param seek lets the next poll begin at this offset
     */
    public PartitionWriter(String name, Names names, Shared shared, LongConsumer seek) {
        this.name = name;
        this.names = names;
        this.shared = shared;
        resumption = new Resumption(shared.bucket, names, seek);
        sealed = new SealedFlushes(shared, names.head());
    }

    /** To be called before the records of a poll: from here on they come from where it was sought. */
    public void beginBatch() {
        resumption.beginBatch();
    }

    public void accept(SinkRecord record, long offset, long now) {
        if (resumption.skips(offset)) return;
        lastRecordAt = now;
        if (!resumption.isDecided() && !place(offset, record.timestamp(), now)) return;
        if (offset < next) restart(offset);
        write(record, offset, now);
    }

    /** Goes on with whatever the bucket has answered, and ends a flush whose time has come. */
    public void advance(long now) {
        try {
            resumption.advance(now);
            if (waiting && shared.turns.take(this)) waiting = false;
            if (open != null) open.collect();
            if (open != null && !open.isReplay() && open.isOld(now)) seal();
            if (shared.turns.isHeldBy(this) && shared.turns.isWanted() && now - lastRecordAt > IDLE_MS) passTurn();
            publish();
        } catch (UploadGoneException e) {
            LOG.warn("{}: {}; reading again what is claimed", name, e.getMessage());
            reload();
        }
    }

    /** Whether no record shall come for now. */
    public boolean wantsPause() {
        return waiting || resumption.isLoading() || sealed.isCrowded();
    }

    /** Whether something is on its way to the bucket, whose arrival gives memory back. */
    boolean isUploading() {
        return !sealed.isEmpty() || open != null && open.isSending();
    }

    /** Whether an answer is awaited. */
    public boolean isBusy() {
        return resumption.isLoading() || resumption.isAsking() || isUploading();
    }

    /** Offset before which every record is in the bucket, or somewhere else that was asked for. */
    public OptionalLong committable() {
        if (!resumption.isDecided()) return OptionalLong.empty();
        if (!sealed.isEmpty()) return OptionalLong.of(sealed.first().start);
        return OptionalLong.of(open == null ? next : open.start);
    }

    /** Whether an upload is of this partition's, and of records that are in the bucket: nobody will end it. */
    public boolean isAbandoned(String uploadKey) {
        Head head = sealed.head();
        if (head == null || !resumption.isDecided()) return false;
        boolean incomplete = open != null && open.isReplay() || !sealed.isEmpty();
        Claim claim = head.claim();
        return names.isSettled(
                uploadKey, claim.generation(), generation, incomplete ? claim.start() : claim.end());
    }

    /** When the oldest record that is not in the bucket came; {@code now} where there is none. */
    public long oldest(long now) {
        if (!sealed.isEmpty()) return sealed.first().openedAt();
        return open == null ? now : open.openedAt();
    }

    /** When {@link #advance} must be called at the latest. */
    public long deadline() {
        return open == null || open.isReplay() ? Long.MAX_VALUE : open.openedAt() + shared.limits.intervalMs;
    }

    /** Bytes of memory that ending the open flush would send to the bucket; 0 where it cannot be ended. */
    long sealable() {
        return open == null || open.isReplay() || open.isEmpty() ? 0 : open.held();
    }

    /** Bytes of memory that a repeated claim holds until its end has come. */
    long replaying() {
        return open == null || !open.isReplay() ? 0 : open.held();
    }

    /** Ends the open flush here. */
    void seal() {
        open.seal();
        sealed.add(open);
        open = null;
        shared.turns.pass(this);
    }

    /** Gives up what is open; its records are read again when it is this partition's turn. */
    void shed() {
        long from = open.start;
        if (open.isReplay()) resumption.repeat(from);
        else resumption.seekTo(from);
        open.release(false);
        open = null;
        next = from;
        waiting = true;
        shared.turns.pass(this);
        shared.turns.take(this);
    }

    /** What the keys of the topic's objects begin with. */
    String folders() {
        return names.folders();
    }

    /**
     * Gives up everything that is not in the bucket.
     *
     * @param end by {@link System#nanoTime}; until then what is claimed may arrive
     */
    public void close(long end) {
        try {
            while (sealed.isClaimed() && System.nanoTime() - end < 0) {
                publish();
                Thread.sleep(5);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            LOG.warn("{}: {}; the next owner of the partition repeats it", name, e.getMessage());
        }
        giveUp();
    }

    private void giveUp() {
        if (open != null) open.release(false);
        open = null;
        sealed.giveUp();
        shared.turns.leave(this);
    }

    /** Whether the record is to be written. */
    private boolean place(long offset, Long timestamp, long now) {
        Step step = resumption.next(offset, timestamp, now);
        if (step == Step.SEEK) return false;
        Map<String, ClaimedObject> missing = resumption.found().missing;
        Head head = resumption.found().head;
        sealed.begin(head);
        Claim claim = head == null ? null : head.claim();
        generation = claim == null ? 0 : claim.generation();
        next = offset;
        if (step == Step.SKIP) {
            LOG.info("{}: offsets before {} are in the bucket", name, claim.end());
            next = claim.end();
        } else if (step == Step.REPLAY) {
            LOG.info("{}: {} objects of {} to {} are missing", name, missing.size(), claim.start(), claim.end());
            open = new Flush(shared, names, claim, missing, now);
        } else if (step == Step.RESTART) {
            generation++;
            LOG.warn(
                    "{}: this is not the log that was claimed up to {}; its objects are named g{} from offset {} on",
                    name, claim.end(), generation, offset);
        }
        return step != Step.SKIP;
    }

    private void restart(long offset) {
        LOG.warn("{}: the log began anew, at offset {} instead of {}", name, offset, next);
        if (open != null) seal();
        generation++;
        next = offset;
    }

    private void write(SinkRecord record, long offset, long now) {
        if (open != null && open.isReplay() && offset >= open.end()) seal();
        if (open == null) open = new Flush(shared, names, generation, offset, now);
        shared.line.clear();
        String folder = null;
        try {
            folder = open.layout.write(record, shared.line);
            if (folder != null && open.needsTurn(folder, shared.line.length()) && !shared.turns.take(this)) {
                shed();
                return;
            }
            if (folder != null) open.append(folder, shared.line);
        } catch (BadRecordException e) {
            shared.stats.badRecords.increment();
            open.await(shared.badRecords.handle(record, e));
        }
        next = offset + 1;
        open.extendBehind(offset, record.timestamp());
        boolean full = open.isReplay() ? next >= open.end() : open.isOld(now) || open.isFull(folder);
        if (full) seal();
    }

    private void publish() {
        if (sealed.advance()) return;
        shared.stats.lostClaims.increment();
        LOG.warn("{}: offset {} on is claimed by somebody else; adopting that", name, sealed.first().start);
        reload();
    }

    /** Gives up everything, and begins again with what is claimed now. */
    private void reload() {
        long from = sealed.isEmpty() ? open == null ? next : open.start : sealed.first().start;
        giveUp();
        waiting = false;
        resumption.reload(from);
    }

    private void passTurn() {
        if (open != null && !open.isReplay()) seal();
        else shared.turns.pass(this);
    }
}
