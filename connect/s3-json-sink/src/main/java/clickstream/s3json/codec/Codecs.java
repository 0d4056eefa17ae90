package clickstream.s3json.codec;

import java.util.Locale;

/** The codecs by the names of the setting `compression`. */
public enum Codecs {
    NONE(0, 0, 0) {
        @Override
        Codec at(int level) {
            return new PlainCodec();
        }
    },
    GZIP(6, 1, 9) {
        @Override
        Codec at(int level) {
            return new GzipCodec(level);
        }
    },
    /** Levels above 9 would need up to 700 MB for each open object. */
    ZSTD(3, 1, 9) {
        @Override
        Codec at(int level) {
            return new ZstdCodec(level);
        }
    };

    private final int defaultLevel;
    private final int lowestLevel;
    private final int highestLevel;

    Codecs(int defaultLevel, int lowestLevel, int highestLevel) {
        this.defaultLevel = defaultLevel;
        this.lowestLevel = lowestLevel;
        this.highestLevel = highestLevel;
    }

    abstract Codec at(int level);

    public String settingName() {
        return name().toLowerCase(Locale.ROOT);
    }

    public int defaultLevel() {
        return defaultLevel;
    }

    public int lowestLevel() {
        return lowestLevel;
    }

    public int highestLevel() {
        return highestLevel;
    }

    /** @param level null: the default of this codec */
    public Codec codec(Integer level) {
        int chosen = level == null ? defaultLevel : level;
        if (chosen < lowestLevel || chosen > highestLevel) {
            throw new IllegalArgumentException("level " + chosen + " of " + settingName());
        }
        return at(chosen);
    }
}
