package clickstream.s3json.codec;

import java.io.OutputStream;

/** gzip (RFC 1952): what every reader of JSON lines knows. */
final class GzipCodec implements Codec {
    /** What zlib's deflate needs, windowBits 15 and memLevel 8: (1 << 17) + (1 << 17) bytes and its state (zconf.h). */
    private static final int NATIVE_BYTES = (1 << 18) + 8192;

    private final int level;

    GzipCodec(int level) {
        this.level = level;
    }

    @Override
    public String suffix() {
        return ".jsonl.gz";
    }

    @Override
    public String contentType() {
        return "application/gzip";
    }

    @Override
    public long encoderBytes() {
        return NATIVE_BYTES + GzipEncoder.BUFFER_BYTES + GzipEncoder.BLOCK_BYTES;
    }

    @Override
    public Encoder open(OutputStream target) {
        return new GzipEncoder(level, target);
    }
}
