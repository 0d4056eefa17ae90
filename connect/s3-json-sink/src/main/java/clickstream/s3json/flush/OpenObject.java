package clickstream.s3json.flush;

import clickstream.s3json.bucket.Bytes;
import clickstream.s3json.codec.Codec;
import clickstream.s3json.codec.Encoder;
import clickstream.s3json.lines.LineBuffer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.concurrent.CompletableFuture;

/**
 * One object of a flush while its records arrive. Its first lines wait as they are, because an encoder takes a third of a
 * megabyte and most late hours of a quiet topic get a few lines only.
 */
final class OpenObject {
    /** So many parts of one more object would fill the memory that is free. */
    private static final int FREE_PARTS = 16;

    private final Shared shared;
    private final Codec codec;
    private final String claimId;
    private final Bytes light;
    private Bytes bytes;
    private Encoder encoder;
    private MultipartUpload upload;
    private long records;
    private long sentBytes;
    private long sendingBytes;
    private long held;

    OpenObject(Shared shared, Codec codec, String claimId) {
        this.shared = shared;
        this.codec = codec;
        this.claimId = claimId;
        light = new Bytes(shared.pieces);
        bytes = new Bytes(shared.pieces);
    }

    long records() {
        return records;
    }

    /** Bytes in the bucket as far as they are known. */
    long size() {
        return sentBytes + bytes.length() + light.length();
    }

    /** Bytes of memory. */
    long held() {
        return held;
    }

    boolean isHeavy() {
        return encoder != null;
    }

    boolean becomesHeavy(int more) {
        return encoder == null && light.length() + more > shared.limits.lightBytes;
    }

    boolean isStreaming() {
        return upload != null;
    }

    String key() {
        return upload.key();
    }

    /** Where there is memory its parts are larger: each is a request, which costs work and money whatever it carries. */
    boolean hasFullPart() {
        return bytes.length() >= Math.max(shared.limits.partBytes, shared.memory.free() / FREE_PARTS);
    }

    void append(LineBuffer line) {
        try {
            if (becomesHeavy(line.length())) startEncoder();
            if (encoder == null) light.write(line.array(), 0, line.length());
            else encoder.write(line.array(), 0, line.length());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        records++;
        count();
    }

    /** Sends what there is as the next part. */
    void sendPart(String key) {
        if (upload == null) {
            upload = new MultipartUpload(shared.bucket, key, codec.contentType(), claimId);
            shared.stats.openUploads.increment();
        }
        upload.send(bytes);
        sentBytes += bytes.length();
        sendingBytes += bytes.capacity();
        bytes = new Bytes(shared.pieces);
        count();
    }

    boolean isSending() {
        return sendingBytes > 0;
    }

    /** Forgets parts that have arrived; throws when one failed for good. */
    void collect() {
        if (upload == null) return;
        sendingBytes -= upload.arrived();
        count();
    }

    /** Ends the object's bytes; a streaming one sends its last part. */
    void finish() {
        try {
            if (encoder == null) startEncoder();
            encoder.finish();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        encoder.close();
        encoder = null;
        if (isStreaming() && bytes.length() > 0) sendPart(upload.key());
        count();
    }

    CompletableFuture<Void> publish(String key) {
        return isStreaming() ? upload.complete(claimId) : shared.bucket.put(key, codec.contentType(), claimId, bytes);
    }

    /** Forgets its bytes; one that is not published is given up. */
    void release(boolean published) {
        if (encoder != null) encoder.close();
        encoder = null;
        if (isStreaming()) shared.stats.openUploads.decrement();
        if (isStreaming() && !published) upload.abort();
        if (isStreaming() && published) upload.arrived();
        light.release();
        // What was given up may still be read by a request that is on its way.
        if (published) bytes.release();
        else bytes = new Bytes(shared.pieces);
        sendingBytes = 0;
        count();
    }

    private void startEncoder() throws IOException {
        encoder = codec.open(new Target());
        light.writeTo(encoder::write);
        light.release();
    }

    private void count() {
        long now = light.capacity() + bytes.capacity() + sendingBytes + (encoder == null ? 0 : codec.encoderBytes());
        if (now == held) return;
        shared.memory.add(now - held);
        held = now;
        // What lies idle is held too: both together stay within the limit.
        shared.pieces.fitInto(shared.memory.free());
    }

    /** The bytes that are being filled, whichever they are. */
    private final class Target extends OutputStream {
        @Override
        public void write(int oneByte) {
            bytes.write(oneByte);
        }

        @Override
        public void write(byte[] source, int offset, int count) {
            bytes.write(source, offset, count);
        }
    }
}
