package clickstream.s3json.claims;

import java.util.List;
import java.util.Map;

/**
 * What is decided about the records from {@code start} to before {@code end} of one partition before any of them becomes
 * visible: which objects hold them, and everything that decides the objects' bytes. Whoever reads the same records under
 * the same claim writes the same objects.
 */
public final class Claim {
    private final String id;
    private final int generation;
    private final long start;
    private final long end;
    private final Long lastTime;
    private final Map<String, String> layout;
    private final List<ClaimedObject> objects;

    /**
     * @param id tells this claim from every other one
     * @param generation counts how often the partition's log began anew under the same name
     * @param start offset of the first record
     * @param end offset behind the last record
     * @param lastTime timestamp of the last record, by which the same log is recognised; null if it has none
     * @param layout settings that decide where a record goes and how it is written
     * @param objects what these records are stored in
     */
    public Claim(
            String id,
            int generation,
            long start,
            long end,
            Long lastTime,
            Map<String, String> layout,
            List<ClaimedObject> objects) {
        this.id = id;
        this.generation = generation;
        this.start = start;
        this.end = end;
        this.lastTime = lastTime;
        this.layout = Map.copyOf(layout);
        this.objects = List.copyOf(objects);
    }

    public String id() {
        return id;
    }

    public int generation() {
        return generation;
    }

    public long start() {
        return start;
    }

    public long end() {
        return end;
    }

    public Long lastTime() {
        return lastTime;
    }

    public Map<String, String> layout() {
        return layout;
    }

    public List<ClaimedObject> objects() {
        return objects;
    }
}
