package clickstream.s3json;

import clickstream.s3json.flush.Memory;
import clickstream.s3json.flush.Stats;
import java.lang.management.ManagementFactory;
import javax.management.JMException;
import javax.management.ObjectName;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A task's figures, over JMX and once a minute in the log. */
public final class TaskMetrics implements TaskMetricsMBean, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(TaskMetrics.class);
    private static final long LINE_INTERVAL_MS = 60_000;

    private final String name;
    private final Stats stats;
    private final Memory memory;
    private final ObjectName registered;
    private volatile long oldestRecordAt;
    private long nextLine;

    TaskMetrics(String connector, String task, Stats stats, Memory memory) {
        this.name = connector + "-" + task;
        this.stats = stats;
        this.memory = memory;
        registered = register(connector, task);
    }

    /** To be called with each poll. */
    void update(long oldestRecordAt, long now) {
        this.oldestRecordAt = oldestRecordAt == now ? 0 : oldestRecordAt;
        if (nextLine == 0) nextLine = now + LINE_INTERVAL_MS;
        if (now < nextLine) return;
        nextLine = now + LINE_INTERVAL_MS;
        LOG.info(
                "{}: records={} bytes={} objects={} bad.records={} open.uploads={} memory.bytes={} oldest.record.ms={}"
                        + " retries={} lost.claims={}",
                name, getRecords(), getBytes(), getObjects(), getBadRecords(), getOpenUploads(), getMemoryBytes(),
                getOldestRecordMs(), getRetries(), getLostClaims());
    }

    @Override
    public void close() {
        try {
            if (registered != null) ManagementFactory.getPlatformMBeanServer().unregisterMBean(registered);
        } catch (JMException e) {
            LOG.debug("{} was not registered", registered, e);
        }
    }

    @Override
    public long getRecords() {
        return stats.records.sum();
    }

    @Override
    public long getBytes() {
        return stats.bytes.sum();
    }

    @Override
    public long getObjects() {
        return stats.objects.sum();
    }

    @Override
    public long getBadRecords() {
        return stats.badRecords.sum();
    }

    @Override
    public long getOpenUploads() {
        return stats.openUploads.sum();
    }

    @Override
    public long getMemoryBytes() {
        return memory.used();
    }

    @Override
    public long getMemoryLimitBytes() {
        return memory.limit();
    }

    @Override
    public long getOldestRecordMs() {
        long at = oldestRecordAt;
        return at == 0 ? 0 : Math.max(0, System.currentTimeMillis() - at);
    }

    @Override
    public long getRetries() {
        return stats.retries.sum();
    }

    @Override
    public long getLostClaims() {
        return stats.lostClaims.sum();
    }

    private ObjectName register(String connector, String task) {
        try {
            ObjectName wanted = new ObjectName(
                    "clickstream.s3json:type=sink-task,connector=" + ObjectName.quote(connector) + ",task=" + task);
            return ManagementFactory.getPlatformMBeanServer()
                    .registerMBean(this, wanted)
                    .getObjectName();
        } catch (JMException e) {
            LOG.warn("{}: its figures are not shown over JMX: {}", name, e.getMessage());
            return null;
        }
    }
}
