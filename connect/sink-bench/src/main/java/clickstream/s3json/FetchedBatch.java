package clickstream.s3json;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.CompressionType;
import org.apache.kafka.common.record.DefaultRecordBatch;
import org.apache.kafka.common.record.MemoryRecords;
import org.apache.kafka.common.record.MemoryRecordsBuilder;
import org.apache.kafka.common.record.MutableRecordBatch;
import org.apache.kafka.common.record.Record;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.common.utils.Utils;
import org.apache.kafka.connect.converters.ByteArrayConverter;
import org.apache.kafka.connect.data.SchemaAndValue;
import org.apache.kafka.connect.sink.SinkRecord;

/** A batch as the broker sends it, and what consumer and worker do to each record of it, by their own code. */
final class FetchedBatch {
    private final MemoryRecords batch;
    private final int count;
    private final ByteArrayConverter converter = new ByteArrayConverter();

    FetchedBatch(byte[][] events, long time) {
        count = events.length;
        MemoryRecordsBuilder builder = MemoryRecords.builder(
                ByteBuffer.allocate(count * 1400), CompressionType.NONE, TimestampType.CREATE_TIME, 0);
        for (byte[] event : events) builder.append(time, null, event);
        batch = builder.build();
        converter.configure(Map.of(), false);
    }

    /** Adds the batch's records, the first of them at this offset. */
    void read(long offset, List<SinkRecord> records) {
        for (MutableRecordBatch each : batch.batches()) {
            // The broker does the same, and the checksum does not cover it.
            each.setLastOffset(offset + count - 1);
            ((DefaultRecordBatch) each).ensureValid();
            for (Record record : each) {
                byte[] value = Utils.toArray(record.value());
                SchemaAndValue converted = converter.toConnectData("app_logs", new RecordHeaders(), value);
                records.add(new SinkRecord(
                        "app_logs",
                        0,
                        null,
                        null,
                        converted.schema(),
                        converted.value(),
                        record.offset(),
                        record.timestamp(),
                        TimestampType.CREATE_TIME));
            }
        }
    }
}
