package clickstream.s3json.flush;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import org.apache.kafka.connect.sink.SinkRecord;

/** Where a record was in Kafka, whatever transforms have made of it. Workers before 3.6 know only what they have made. */
final class Origin {
    private static final MethodHandle TOPIC = find("originalTopic", String.class);
    private static final MethodHandle PARTITION = find("originalKafkaPartition", Integer.class);
    private static final MethodHandle OFFSET = find("originalKafkaOffset", long.class);

    private Origin() {}

    static String topic(SinkRecord record) {
        if (TOPIC == null) return record.topic();
        try {
            return (String) TOPIC.invokeExact(record);
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    static int partition(SinkRecord record) {
        if (PARTITION == null) return record.kafkaPartition();
        try {
            return (Integer) PARTITION.invokeExact(record);
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    static long offset(SinkRecord record) {
        if (OFFSET == null) return record.kafkaOffset();
        try {
            return (long) OFFSET.invokeExact(record);
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    private static MethodHandle find(String name, Class<?> type) {
        try {
            return MethodHandles.lookup().findVirtual(SinkRecord.class, name, MethodType.methodType(type));
        } catch (NoSuchMethodException | IllegalAccessException e) {
            return null;
        }
    }
}
