package clickstream.s3json.flush;

import clickstream.s3json.codec.Codec;
import clickstream.s3json.codec.Codecs;
import clickstream.s3json.lines.BadRecordException;
import clickstream.s3json.lines.LineBuffer;
import clickstream.s3json.lines.LineMaker;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.connect.sink.SinkRecord;

/** A layout in which the record's key is its folder; one without a key is bad. */
class ByKey implements RecordLayout, RecordLayout.Factory {
    private final LineMaker lines = new LineMaker(Set.of());

    @Override
    public Map<String, String> settings() {
        return Map.of("by", "key");
    }

    @Override
    public String write(SinkRecord record, LineBuffer line) {
        if (record.key() == null) throw new BadRecordException(BadRecordException.Reason.NO_TIME, "no key");
        lines.append(record, line);
        return (String) record.key();
    }

    @Override
    public Codec codec() {
        return Codecs.NONE.codec(null);
    }

    @Override
    public RecordLayout current() {
        return this;
    }

    @Override
    public RecordLayout of(Map<String, String> settings) {
        return this;
    }
}
