import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Sends what stdin holds: for each record partition (-1 for any), time (-1 for now), key and value, each with its length. */
public final class TestProducer {
  public static void main(String[] args) throws IOException {
    Map<String, Object> config = Map.of(
        "bootstrap.servers", args[0], "acks", "all", "linger.ms", 5, "batch.size", 262144, "max.request.size", 64 << 20);
    AtomicReference<Exception> failure = new AtomicReference<>();
    long sent = 0;
    DataInputStream in = new DataInputStream(new BufferedInputStream(System.in, 1 << 20));
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer())) {
      for (; ; sent++) {
        int partition;
        try {
          partition = in.readInt();
        } catch (EOFException end) {
          break;
        }
        long time = in.readLong();
        producer.send(
            new ProducerRecord<>(
                args[1], partition < 0 ? null : partition, time < 0 ? null : time, bytes(in), bytes(in)),
            (metadata, error) -> {
              if (error != null) failure.compareAndSet(null, error);
            });
      }
    }
    if (failure.get() != null) throw new IOException("not all were sent", failure.get());
    System.out.println(sent);
  }

  private static byte[] bytes(DataInputStream in) throws IOException {
    int length = in.readInt();
    if (length < 0) return null;
    byte[] bytes = new byte[length];
    in.readFully(bytes);
    return bytes;
  }
}
