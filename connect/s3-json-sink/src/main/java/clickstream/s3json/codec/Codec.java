package clickstream.s3json.codec;

import java.io.OutputStream;

/** A way to compress objects; the same bytes and level give the same object on the same worker. */
public interface Codec {
    /** How an object's name ends: readers choose their decompression by it. */
    String suffix();

    /**
     * The Content-Type of an object. There is no Content-Encoding on purpose: what carries one is inflated by clients on
     * their own (browsers, curl, some SDKs), and readers that go by the suffix then fail on it or inflate twice
     * (duckdb/duckdb#6497, fluent/fluent-bit#3676). Athena, Spark and DuckDB go by the suffix alone.
     */
    String contentType();

    /** Most memory of one open encoder, heap and native, in bytes, beside what the sink it writes to holds. */
    long encoderBytes();

    /**
     * Begins an object.
     *
     * @param target takes the compressed bytes as they come; never flushed or closed by the encoder
     */
    Encoder open(OutputStream target);
}
