package clickstream.transforms;

import java.util.Map;

/** What one transform has seen so far, over JMX as {@code clickstream:type=event-columns,id=<number>}. */
public interface EventColumnsMXBean {
    long getRecords();

    /** Records that were no JSON and went whole into {@code data}. */
    long getNotJson();

    /** Values that did not fit into their column and are NULL there. */
    long getUnfit();

    Map<String, Long> getUnfitByColumn();
}
