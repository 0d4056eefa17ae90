package clickstream.s3json.codec;

import com.github.luben.zstd.ZstdOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;

/** Writes one Zstandard frame with a checksum. */
final class ZstdEncoder implements Encoder {
    private final Gate gate;
    private final ZstdOutputStream stream;
    private boolean closed;

    ZstdEncoder(int level, OutputStream target) {
        gate = new Gate(target);
        try {
            stream = new ZstdOutputStream(gate, level).setChecksum(true);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        stream.write(bytes, offset, length);
    }

    @Override
    public void finish() throws IOException {
        closed = true;
        stream.close();
    }

    /** The library gives its native memory back only by ending the frame, whose last bytes nobody wants any more. */
    @Override
    public void close() {
        if (closed) return;
        closed = true;
        gate.open = false;
        try {
            stream.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Keeps the library from closing or flushing the target, and, once shut, from writing to it. */
    private static final class Gate extends FilterOutputStream {
        private boolean open = true;

        Gate(OutputStream target) {
            super(target);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            if (open) out.write(bytes, offset, length);
        }

        @Override
        public void write(int oneByte) throws IOException {
            if (open) out.write(oneByte);
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }
}
