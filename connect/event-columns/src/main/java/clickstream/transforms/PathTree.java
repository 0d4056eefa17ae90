package clickstream.transforms;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/** Paths as a tree of field names; each node knows which of the paths end at it and which go through it. */
final class PathTree {
    private final TreeMap<String, PathTree> children = new TreeMap<>();
    private final List<Integer> ends = new ArrayList<>();
    private final List<Integer> below = new ArrayList<>();
    /** The children again, by {@link String#hashCode}, to be found without making a string of each name. */
    private PathTree[] table = new PathTree[1];

    private String name = "";

    static PathTree of(List<String[]> paths) {
        PathTree root = new PathTree();
        for (int path = 0; path < paths.size(); path++) root.add(paths.get(path), path);
        root.index();
        return root;
    }

    boolean hasChildren() {
        return !children.isEmpty();
    }

    /** Numbers of the paths that end here. */
    List<Integer> ends() {
        return ends;
    }

    /** Numbers of the paths that end here or further down. */
    List<Integer> below() {
        return below;
    }

    /** The child whose name stands between two positions of a text, as in a JSON string; null where there is none. */
    PathTree child(String text, int from, int to) {
        int hash = 0;
        for (int at = from; at < to; at++) {
            char c = text.charAt(at);
            if (c == '\\') return children.get(JsonText.unescaped(text.substring(from, to)));
            hash = 31 * hash + c;
        }
        for (int slot = hash & table.length - 1; table[slot] != null; slot = slot + 1 & table.length - 1) {
            String other = table[slot].name;
            if (other.length() == to - from && text.startsWith(other, from)) return table[slot];
        }
        return null;
    }

    private void add(String[] steps, int path) {
        PathTree node = this;
        for (String step : steps) {
            node = node.children.computeIfAbsent(step, name -> new PathTree());
            node.name = step;
            node.below.add(path);
        }
        node.ends.add(path);
    }

    private void index() {
        // At least twice as many slots as children, so that a search always ends at an empty one.
        table = new PathTree[Integer.highestOneBit(children.size() * 2 + 1) * 2];
        for (PathTree child : children.values()) {
            int slot = child.name.hashCode() & table.length - 1;
            while (table[slot] != null) slot = slot + 1 & table.length - 1;
            table[slot] = child;
            child.index();
        }
    }
}
