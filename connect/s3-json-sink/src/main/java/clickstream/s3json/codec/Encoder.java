package clickstream.s3json.codec;

import java.io.Closeable;
import java.io.IOException;

/** One object being compressed. Not safe for two threads. */
public interface Encoder extends Closeable {
    /** Adds bytes; they reach the target now or later. */
    void write(byte[] bytes, int offset, int length) throws IOException;

    /** Ends the object: everything has reached the target. Call once, then close. */
    void finish() throws IOException;

    /** Gives the memory back, native memory too, whether the object was finished or not. Can be called again. */
    @Override
    void close();
}
