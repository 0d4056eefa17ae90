package clickstream.s3json.flush;

import clickstream.s3json.claims.Claim;
import clickstream.s3json.claims.ClaimedObject;
import clickstream.s3json.lines.LineBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import org.apache.kafka.connect.sink.SinkRecord;

/**
 * Consecutive records of a partition and the objects that hold them, one a folder, all ending at the same offset. Either
 * its end is still open, or it repeats a claim and holds only what is missing of it.
 */
final class Flush {
    final RecordLayout layout;
    final long start;
    private final Shared shared;
    private final Names names;
    private final String id;
    private final int generation;
    private final long openedAt;
    private final Claim claimed;
    private final Map<String, ClaimedObject> missing;
    private final Map<String, OpenObject> objects = new LinkedHashMap<>();
    private String lastFolder;
    private OpenObject lastObject;
    private final List<Future<Void>> reports = new ArrayList<>();
    private final Map<String, String> keys = new HashMap<>();
    private long end;
    private Long lastTime;

    /** A flush that begins with this record. */
    Flush(Shared shared, Names names, int generation, long start, long now) {
        this(shared, names, shared.layouts.current(), generation, start, now, null, Map.of());
    }

    /** What is missing of a claim. */
    Flush(Shared shared, Names names, Claim claimed, Map<String, ClaimedObject> missing, long now) {
        this(
                shared,
                names,
                shared.layouts.of(claimed.layout()),
                claimed.generation(),
                claimed.start(),
                now,
                claimed,
                missing);
    }

    private Flush(
            Shared shared,
            Names names,
            RecordLayout layout,
            int generation,
            long start,
            long now,
            Claim claimed,
            Map<String, ClaimedObject> missing) {
        this.shared = shared;
        this.names = names;
        this.layout = layout;
        this.generation = generation;
        this.start = start;
        this.openedAt = now;
        this.claimed = claimed;
        this.missing = missing;
        this.id = claimed == null ? UUID.randomUUID().toString() : claimed.id();
        this.end = claimed == null ? start : claimed.end();
    }

    boolean isReplay() {
        return claimed != null;
    }

    boolean isEmpty() {
        return objects.isEmpty();
    }

    long openedAt() {
        return openedAt;
    }

    /** Offset behind the last record: of those that came, or of the claim. */
    long end() {
        return end;
    }

    /** Takes in an offset, whatever became of its record. */
    void extendBehind(long offset, Long timestamp) {
        if (claimed != null) return;
        end = offset + 1;
        lastTime = timestamp;
    }

    /** Makes the claim wait until a record is safe that could not be stored. */
    void await(Future<Void> report) {
        reports.add(report);
    }

    /** Whether this line makes one more object heavy than may be without having the turn. */
    boolean needsTurn(String folder, int bytes) {
        if (isComplete(folder)) return false;
        OpenObject object = find(folder);
        boolean heavier = object == null ? bytes > shared.limits.lightBytes : object.becomesHeavy(bytes);
        return heavier && count(true) >= shared.limits.openHours;
    }

    void append(String folder, LineBuffer line) {
        if (isComplete(folder)) return;
        OpenObject object = find(folder);
        if (object == null) {
            object = new OpenObject(shared, layout.codec(), id);
            objects.put(folder, object);
        }
        object.append(line);
        if (object.hasFullPart() && (object.isStreaming() || mayStream())) object.sendPart(key(folder, false));
    }

    boolean isOld(long now) {
        return now - openedAt >= shared.limits.intervalMs;
    }

    /** Whether the object in this folder has reached its size. */
    boolean isFull(String folder) {
        OpenObject object = find(folder);
        return object != null && (object.size() >= shared.limits.bytes || object.records() >= shared.limits.records);
    }

    long held() {
        long held = 0;
        for (OpenObject object : objects.values()) held += object.held();
        return held;
    }

    /** Ends all objects, and gives each its key: those that stream and the largest are their hour's, the others late. */
    void seal() {
        List<Map.Entry<String, OpenObject>> bySize = new ArrayList<>(objects.entrySet());
        bySize.sort(Comparator.comparing((Map.Entry<String, OpenObject> entry) -> !entry.getValue().isStreaming())
                .thenComparing(entry -> -entry.getValue().size()));
        for (int i = 0; i < bySize.size(); i++) {
            String folder = bySize.get(i).getKey();
            OpenObject object = bySize.get(i).getValue();
            keys.put(folder, object.isStreaming() ? object.key() : key(folder, i >= shared.limits.openHours));
            object.finish();
        }
    }

    Claim claim() {
        if (claimed != null) return claimed;
        List<ClaimedObject> contents = new ArrayList<>();
        objects.forEach((folder, object) -> contents.add(new ClaimedObject(keys.get(folder), object.records())));
        return new Claim(id, generation, start, end, lastTime, layout.settings(), contents);
    }

    /** Whether every record that could not be stored is safe. */
    boolean isReported() {
        return reports.isEmpty();
    }

    /** Whether parts are on their way. */
    boolean isSending() {
        for (OpenObject object : objects.values()) if (object.isSending()) return true;
        return false;
    }

    /** Forgets what has arrived, parts and reports; throws when one failed for good. */
    void collect() {
        for (OpenObject object : objects.values()) object.collect();
        reports.removeIf(Futures::isDone);
    }

    CompletableFuture<Void> publish() {
        return CompletableFuture.allOf(objects.entrySet().stream()
                .map(entry -> entry.getValue().publish(keys.get(entry.getKey())))
                .toArray(CompletableFuture<?>[]::new));
    }

    void release(boolean published) {
        if (published) {
            shared.stats.objects.add(objects.size());
            for (OpenObject object : objects.values()) {
                shared.stats.records.add(object.records());
                shared.stats.bytes.add(object.size());
            }
        }
        for (OpenObject object : objects.values()) object.release(published);
    }

    /** Most records are of the same hour as the one before, and the hour's folder is then the same string. */
    @SuppressWarnings("StringEquality")
    private OpenObject find(String folder) {
        if (folder != lastFolder || lastObject == null) {
            lastFolder = folder;
            lastObject = objects.get(folder);
        }
        return lastObject;
    }

    private boolean isComplete(String folder) {
        return claimed != null && !missing.containsKey(folder);
    }

    /** A repeated claim streams whatever is large: its objects are what they are. */
    private boolean mayStream() {
        return claimed != null || count(false) < shared.limits.openHours;
    }

    private int count(boolean heavy) {
        int count = 0;
        for (OpenObject object : objects.values()) if (heavy ? object.isHeavy() : object.isStreaming()) count++;
        return count;
    }

    private String key(String folder, boolean late) {
        if (claimed != null) return missing.get(folder).key();
        return names.object(folder, generation, start, late, layout.codec().suffix());
    }
}
