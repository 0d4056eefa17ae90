package clickstream.s3json;

import clickstream.s3json.codec.Codec;
import clickstream.s3json.config.NullPolicy;
import clickstream.s3json.config.Settings;
import clickstream.s3json.flush.RecordLayout;
import clickstream.s3json.layout.TimeFolders;
import clickstream.s3json.layout.TimeSource;
import clickstream.s3json.lines.BadRecordException;
import clickstream.s3json.lines.BadRecordException.Reason;
import clickstream.s3json.lines.LineBuffer;
import clickstream.s3json.lines.LineMaker;
import java.util.Map;
import org.apache.kafka.connect.sink.SinkRecord;

/** The layout that a connector's settings describe. */
final class SettingsLayout implements RecordLayout {
    private final Settings settings;
    private final Map<String, String> described;
    private final LineMaker lines;
    private final TimeSource time;
    private final TimeFolders folders;
    private final Codec codec;
    private final int recordMaxBytes;

    SettingsLayout(Settings settings) {
        this.settings = settings;
        described = settings.layout();
        lines = new LineMaker(settings.envelope());
        time = new TimeSource(settings.partitionTime(), settings.zone(), settings.fallsBackToRecordTime());
        folders = new TimeFolders(settings.partitionBy(), settings.folderStyle(), settings.zone());
        codec = settings.codec();
        recordMaxBytes = settings.recordMaxBytes();
    }

    @Override
    public Map<String, String> settings() {
        return described;
    }

    @Override
    public Codec codec() {
        return codec;
    }

    @Override
    public String write(SinkRecord record, LineBuffer line) {
        if (!lines.append(record, line)) {
            if (settings.nullValues() == NullPolicy.SKIP) return null;
            if (settings.nullValues() == NullPolicy.BAD) throw new BadRecordException(Reason.NO_VALUE, "it has no value");
            lines.appendNull(record, line);
        }
        int bytes = line.length() - 1;
        if (bytes > recordMaxBytes) {
            throw new BadRecordException(
                    Reason.TOO_LARGE, "its line of " + bytes + " bytes exceeds record.max.bytes, " + recordMaxBytes);
        }
        long millis = time.timeOf(record, line);
        if (millis == TimeSource.NONE) {
            throw new BadRecordException(Reason.NO_TIME, "there is no time at " + settings.partitionTime());
        }
        return folders.folderOf(millis);
    }

    /** Layouts of one connector: its own, and those of claims that older settings made. */
    static final class Factory implements RecordLayout.Factory {
        private final Settings settings;
        private final SettingsLayout current;

        Factory(Settings settings) {
            this.settings = settings;
            current = new SettingsLayout(settings);
        }

        @Override
        public RecordLayout current() {
            return current;
        }

        @Override
        public RecordLayout of(Map<String, String> claimed) {
            return claimed.equals(current.described) ? current : new SettingsLayout(settings.withLayout(claimed));
        }
    }
}
