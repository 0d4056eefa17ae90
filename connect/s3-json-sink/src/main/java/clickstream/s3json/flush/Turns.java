package clickstream.s3json.flush;

import java.util.LinkedHashSet;
import java.util.Set;

/**
 * Lets one partition at a time fill many objects. In a backlog that is spread over many hours all partitions together would
 * fill the memory with objects that are still tiny; one after another they fill it with large ones.
 */
final class Turns {
    private final Set<Object> waiting = new LinkedHashSet<>();
    private Object holder;

    /** Takes the turn, or queues for it. */
    boolean take(Object one) {
        if (holder == null && (waiting.isEmpty() || waiting.iterator().next() == one)) {
            waiting.remove(one);
            holder = one;
        }
        if (holder != one) waiting.add(one);
        return holder == one;
    }

    boolean isHeldBy(Object one) {
        return holder == one;
    }

    boolean isWanted() {
        return !waiting.isEmpty();
    }

    /** Gives the turn back; a place in the queue stays. */
    void pass(Object one) {
        if (holder == one) holder = null;
    }

    /** Gives the turn and the place in the queue back. */
    void leave(Object one) {
        pass(one);
        waiting.remove(one);
    }
}
