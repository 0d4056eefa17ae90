package clickstream.s3json.flush;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.sink.SinkRecord;

/** One partition of a topic: it grows, loses its oldest records, and can be deleted and made again. */
final class SimulatedLog {
    /** Every record that was ever appended, by what its line says. */
    final List<String> appended = new ArrayList<>();
    /** Records that the log has lost. */
    final Set<String> expired = new HashSet<>();
    /** The consumer group's offset; -1 for none. */
    long committed = -1;
    private final Random random;
    private List<SinkRecord> records = new ArrayList<>();
    private int incarnation;
    private long begin;
    private long clock;

    SimulatedLog(Random random) {
        this.random = random;
    }

    void append() {
        String id = incarnation + ":" + records.size();
        // Now and then an offset without a record, such as a transaction's marker; never the first.
        if (!records.isEmpty() && random.nextInt(10) == 0) {
            records.add(null);
            return;
        }
        appended.add(id);
        String hour = "hour=" + random.nextInt(4);
        records.add(new SinkRecord("t", 0, null, hour, Schema.STRING_SCHEMA, id, records.size(), ++clock, null));
    }

    void expire(int some) {
        for (int i = 0; i < some && begin < records.size(); i++) {
            SinkRecord record = records.get((int) begin++);
            if (record != null) expired.add((String) record.value());
        }
    }

    void recreate() {
        for (SinkRecord record : records) if (record != null) expired.add((String) record.value());
        records = new ArrayList<>();
        begin = 0;
        committed = -1;
        incarnation++;
    }

    /** Where a consumer begins that asks for this offset: out of range, at the earliest record. */
    long position(long asked) {
        return asked < begin || asked > records.size() ? begin : asked;
    }

    List<SinkRecord> read(long from, int most) {
        List<SinkRecord> some = new ArrayList<>();
        for (long i = from; i < records.size() && some.size() < most; i++) {
            if (records.get((int) i) != null) some.add(records.get((int) i));
        }
        return some;
    }
}
