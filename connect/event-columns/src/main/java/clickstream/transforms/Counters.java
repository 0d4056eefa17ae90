package clickstream.transforms;

import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.function.Supplier;
import javax.management.InstanceAlreadyExistsException;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Counts what did not fit, for JMX and for a log line a minute at most, which never holds a record's contents. */
final class Counters implements EventColumnsMXBean {
    private static final Logger LOG = LoggerFactory.getLogger(EventColumns.class);
    private static final long BETWEEN_LINES_NS = 60_000_000_000L;

    private final List<String> columns;
    private final AtomicLongArray unfit;
    private final AtomicLong records = new AtomicLong();
    private final AtomicLong notJson = new AtomicLong();
    private ObjectName registered;
    private boolean silent = true;
    private long lastLine;
    private String lastCounts = "";

    Counters(List<String> columns) {
        this.columns = columns;
        this.unfit = new AtomicLongArray(columns.size());
    }

    void record() {
        // One thread counts; JMX only reads.
        records.lazySet(records.get() + 1);
    }

    void notJson() {
        notJson.incrementAndGet();
        silent = false;
    }

    void unfit(int column) {
        unfit.incrementAndGet(column);
        silent = false;
    }

    /** Writes a line where something new did not fit and the last one is a minute old. */
    void log(Supplier<String> place) {
        if (silent || !lastCounts.isEmpty() && System.nanoTime() - lastLine < BETWEEN_LINES_NS) return;
        writeLine(place.get());
    }

    void register() {
        MBeanServer server = ManagementFactory.getPlatformMBeanServer();
        try {
            for (int id = 0; registered == null; id++) {
                ObjectName name = new ObjectName("clickstream:type=event-columns,id=" + id);
                try {
                    server.registerMBean(this, name);
                    registered = name;
                } catch (InstanceAlreadyExistsException taken) {
                    // Another task of this worker has it.
                }
            }
        } catch (JMException problem) {
            LOG.warn("event-columns counts without JMX", problem);
        }
    }

    void close() {
        if (!silent) writeLine("the end");
        if (registered == null) return;
        try {
            ManagementFactory.getPlatformMBeanServer().unregisterMBean(registered);
        } catch (JMException gone) {
            LOG.debug("event-columns was not registered any more", gone);
        }
        registered = null;
    }

    @Override
    public long getRecords() {
        return records.get();
    }

    @Override
    public long getNotJson() {
        return notJson.get();
    }

    @Override
    public long getUnfit() {
        return getUnfitByColumn().values().stream().mapToLong(Long::longValue).sum();
    }

    @Override
    public Map<String, Long> getUnfitByColumn() {
        Map<String, Long> counts = new TreeMap<>();
        for (int column = 0; column < columns.size(); column++) {
            if (unfit.get(column) > 0) counts.put(columns.get(column), unfit.get(column));
        }
        return counts;
    }

    private void writeLine(String place) {
        lastCounts = "notJson=" + getNotJson() + " unfit=" + getUnfitByColumn();
        LOG.warn("event-columns, so far: records={} {}; last at {}", getRecords(), lastCounts, place);
        lastLine = System.nanoTime();
        silent = true;
    }
}
