package clickstream.s3json.codec;

import java.io.IOException;
import java.io.OutputStream;

/** Lines as they are. */
final class PlainCodec implements Codec {
    @Override
    public String suffix() {
        return ".jsonl";
    }

    @Override
    public String contentType() {
        return "application/x-ndjson";
    }

    @Override
    public long encoderBytes() {
        return 0;
    }

    @Override
    public Encoder open(OutputStream target) {
        return new Encoder() {
            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
                target.write(bytes, offset, length);
            }

            @Override
            public void finish() {}

            @Override
            public void close() {}
        };
    }
}
