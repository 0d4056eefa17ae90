package clickstream.s3json.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.ProtocolException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpResponse;

/** One request on its way. */
final class BlockRequest implements ExecutableHttpRequest {
    static final int BLOCK_BYTES = 1 << 16;

    private final HttpURLConnection connection;
    private final HttpExecuteRequest request;
    private boolean refused;

    BlockRequest(HttpURLConnection connection, HttpExecuteRequest request) {
        this.connection = connection;
        this.request = request;
    }

    @Override
    public HttpExecuteResponse call() throws IOException {
        try {
            connection.connect();
            if (request.contentStreamProvider().isPresent()) send(request.contentStreamProvider().get());
            return answer();
        } catch (NullPointerException e) {
            // The JDK's own, where the connection is closed meanwhile.
            throw new IOException("the connection broke", e);
        }
    }

    @Override
    public void abort() {
        connection.disconnect();
    }

    private void send(ContentStreamProvider content) throws IOException {
        try (OutputStream out = connection.getOutputStream();
                InputStream in = content.newStream()) {
            byte[] block = new byte[BLOCK_BYTES];
            for (int count; (count = in.readNBytes(block, 0, block.length)) > 0; ) out.write(block, 0, count);
        } catch (ProtocolException e) {
            // The server was asked first (Expect: 100-continue) and wants no body.
            if (request.httpRequest().firstMatchingHeader("Expect").isEmpty()) throw e;
            if (!String.valueOf(e.getMessage()).startsWith("Server rejected operation")) throw e;
            refused = true;
        }
    }

    private HttpExecuteResponse answer() throws IOException {
        int status = connection.getResponseCode();
        // Of a refusal the JDK keeps the head alone.
        InputStream body = status >= 400 ? connection.getErrorStream() : refused ? null : connection.getInputStream();
        Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        // Without a name there is the status line.
        connection.getHeaderFields().forEach((name, values) -> {
            if (name != null) headers.put(name, values);
        });
        SdkHttpResponse head = SdkHttpResponse.builder()
                .statusCode(status)
                .statusText(connection.getResponseMessage())
                .headers(headers)
                .build();
        return HttpExecuteResponse.builder()
                .response(head)
                .responseBody(body == null ? null : AbortableInputStream.create(body))
                .build();
    }
}
