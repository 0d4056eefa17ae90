package clickstream.s3json.codec;

import java.io.IOException;
import java.io.OutputStream;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/**
 * Writes one gzip member. Not the JDK's own stream, because that leaves its native memory to the garbage collector when an
 * object is given up, and writes another header from Java 16 on.
 */
final class GzipEncoder implements Encoder {
    static final int BUFFER_BYTES = 16 * 1024;

    /** No name, no time, operating system unknown: nothing of the moment or the machine is in the object. */
    private static final byte[] HEADER = {0x1f, (byte) 0x8b, Deflater.DEFLATED, 0, 0, 0, 0, 0, 0, (byte) 0xff};

    private final OutputStream target;
    private final Deflater deflater;
    private final CRC32 checksum = new CRC32();
    private final byte[] buffer = new byte[BUFFER_BYTES];
    private int filled;
    private boolean closed;

    GzipEncoder(int level, OutputStream target) {
        this.target = target;
        this.deflater = new Deflater(level, true);
        System.arraycopy(HEADER, 0, buffer, 0, HEADER.length);
        filled = HEADER.length;
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        if (length == 0) return;
        checksum.update(bytes, offset, length);
        deflater.setInput(bytes, offset, length);
        while (!deflater.needsInput()) deflate();
    }

    private void deflate() throws IOException {
        filled += deflater.deflate(buffer, filled, buffer.length - filled);
        if (filled == buffer.length) drain();
    }

    @Override
    public void finish() throws IOException {
        deflater.finish();
        while (!deflater.finished()) deflate();
        putLittleEndian((int) checksum.getValue());
        putLittleEndian((int) deflater.getBytesRead());
        drain();
    }

    private void putLittleEndian(int number) throws IOException {
        if (buffer.length - filled < Integer.BYTES) drain();
        for (int shift = 0; shift < 32; shift += 8) buffer[filled++] = (byte) (number >> shift);
    }

    private void drain() throws IOException {
        target.write(buffer, 0, filled);
        filled = 0;
    }

    @Override
    public void close() {
        if (closed) return;
        closed = true;
        deflater.end();
    }
}
