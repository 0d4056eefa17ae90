package clickstream.transforms;

import java.util.Arrays;

/** Finds where the values of some paths stand in a JSON object, and that all of it is JSON, in one pass. */
final class EventReader {
    private final PathTree paths;
    private final int[] starts;
    private final int[] ends;
    private String text;
    private JsonScanner scanner;

    EventReader(PathTree paths, int count) {
        this.paths = paths;
        this.starts = new int[count];
        this.ends = new int[count];
    }

    /** Whether the text is JSON; where it is an object, {@link #start} and {@link #end} then tell what was found. */
    boolean read(String json) {
        text = json;
        scanner = new JsonScanner(json);
        Arrays.fill(starts, -1);
        int at = scanner.space(0);
        int end = scanner.is('{', at) ? object(at, paths) : scanner.value(at);
        return end >= 0 && scanner.space(end) == json.length();
    }

    /** Where the value of a path begins; -1 where the path is not in the event. */
    int start(int path) {
        return starts[path];
    }

    int end(int path) {
        return ends[path];
    }

    /** Goes no deeper than the paths do: everything else is skipped by the scanner, which needs no stack. */
    private int object(int at, PathTree node) {
        at = scanner.space(at + 1);
        if (scanner.is('}', at)) return at + 1;
        while (true) {
            if (!scanner.is('"', at)) return JsonScanner.BAD;
            int nameEnd = scanner.string(at);
            if (nameEnd < 0) return JsonScanner.BAD;
            PathTree child = node.child(text, at + 1, nameEnd - 1);
            int colon = scanner.space(nameEnd);
            if (!scanner.is(':', colon)) return JsonScanner.BAD;
            at = member(scanner.space(colon + 1), child);
            if (at < 0) return JsonScanner.BAD;
            at = scanner.space(at);
            if (scanner.is('}', at)) return at + 1;
            if (!scanner.is(',', at)) return JsonScanner.BAD;
            at = scanner.space(at + 1);
        }
    }

    private int member(int from, PathTree child) {
        if (child == null) return scanner.value(from);
        // A name that comes again replaces what it said before, with all that was inside.
        for (int path : child.below()) starts[path] = -1;
        int to = child.hasChildren() && scanner.is('{', from) ? object(from, child) : scanner.value(from);
        for (int path : child.ends()) {
            starts[path] = from;
            ends[path] = to;
        }
        return to;
    }
}
