package clickstream.s3json;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Map;
import javax.net.ssl.SSLSocketFactory;
import org.apache.kafka.connect.connector.Task;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.sink.SinkTask;

/**
 * A sink that does nothing but hand the lines to a socket, in blocks of 64 KB: no claims, no retries, no checksums, no AWS SDK.
 * What any sink costs that sends what it reads.
 */
public final class SocketSinkConnector extends BenchSinkConnector {
    @Override
    public Class<? extends Task> taskClass() {
        return SocketTask.class;
    }

    /** Each of its requests carries as many records as the setting says, in chunks. */
    public static final class SocketTask extends SinkTask {
        private static final String HEAD = "PUT /events HTTP/1.1\r\nHost: s3\r\nTransfer-Encoding: chunked\r\n\r\n";

        private final byte[] block = new byte[1 << 16];
        private int filled;
        private Socket socket;
        private OutputStream out;
        private long perRequest;
        private long count;

        @Override
        public void start(Map<String, String> properties) {
            URI server = URI.create(properties.get("s3.endpoint"));
            perRequest = Long.parseLong(properties.get("rotate.records"));
            try {
                boolean secure = server.getScheme().equals("https");
                socket = secure
                        ? SSLSocketFactory.getDefault().createSocket(server.getHost(), server.getPort())
                        : new Socket(server.getHost(), server.getPort());
                out = socket.getOutputStream();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public void put(Collection<SinkRecord> records) {
            try {
                for (SinkRecord record : records) {
                    if (count % perRequest == 0) out.write(ascii(HEAD));
                    append((byte[]) record.value());
                    if (++count % perRequest == 0) end();
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private void append(byte[] line) throws IOException {
            if (line.length + 1 > block.length - filled) send();
            System.arraycopy(line, 0, block, filled, line.length);
            filled += line.length;
            block[filled++] = '\n';
        }

        private void send() throws IOException {
            out.write(ascii(Integer.toHexString(filled) + "\r\n"));
            out.write(block, 0, filled);
            out.write(ascii("\r\n"));
            filled = 0;
        }

        private void end() throws IOException {
            send();
            out.write(ascii("0\r\n\r\n"));
            InputStream answer = socket.getInputStream();
            int end = 0;
            // The head ends with an empty line, and the answer has no body.
            while (end < 4) end = answer.read() == "\r\n\r\n".charAt(end) ? end + 1 : 0;
        }

        @Override
        public void stop() {
            try {
                if (socket != null) socket.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public String version() {
            return VERSION;
        }

        private static byte[] ascii(String text) {
            return text.getBytes(StandardCharsets.US_ASCII);
        }
    }
}
