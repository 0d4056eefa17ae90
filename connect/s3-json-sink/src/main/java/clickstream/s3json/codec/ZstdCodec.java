package clickstream.s3json.codec;

import java.io.OutputStream;

/** Zstandard by the library that every worker brings with Kafka's own clients. */
final class ZstdCodec implements Codec {
    /** log2 of window, chain table and hash table at levels 1 to 9 for input of unknown size (clevels.h of zstd). */
    private static final int[][] TABLE_LOGS = {
        {19, 13, 14},
        {20, 15, 16},
        {21, 16, 17},
        {21, 18, 18},
        {21, 18, 19},
        {21, 18, 19},
        {21, 19, 20},
        {21, 19, 20},
        {22, 20, 21}
    };

    /** Two blocks of 128 KiB, their sequences and literals, the tables of the entropy coder and the Java side's buffer. */
    private static final long FIXED_BYTES = 1 << 20;

    private final int level;

    ZstdCodec(int level) {
        this.level = level;
    }

    @Override
    public String suffix() {
        return ".jsonl.zst";
    }

    @Override
    public String contentType() {
        return "application/zstd";
    }

    @Override
    public long encoderBytes() {
        int[] logs = TABLE_LOGS[level - 1];
        return (1L << logs[0]) + 4 * ((1L << logs[1]) + (1L << logs[2])) + FIXED_BYTES;
    }

    @Override
    public Encoder open(OutputStream target) {
        return new ZstdEncoder(level, target);
    }
}
