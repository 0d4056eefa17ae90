package clickstream.s3json.http;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLSocketFactory;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.urlconnection.ProxyConfiguration;

/**
 * The AWS SDK's way to the network: the JDK's own HTTP connections, as in the SDK's URL connection client, with its proxies.
 * That one hands a body to the socket in pieces of 4 KB, each a system call and over TLS a record of its own; this one in blocks
 * of 64 KB, which takes less than half of the time for the same bytes.
 */
public final class BlockHttpClient implements SdkHttpClient {
    private final int timeoutMs;
    private final SSLSocketFactory sockets;
    private final ProxyConfiguration proxy = ProxyConfiguration.builder().build();

    /** @param timeout until a connection is there, and between two bytes from the server */
    public BlockHttpClient(Duration timeout) {
        this(timeout, (SSLSocketFactory) SSLSocketFactory.getDefault());
    }

    BlockHttpClient(Duration timeout, SSLSocketFactory tls) {
        timeoutMs = (int) Math.min(Integer.MAX_VALUE, timeout.toMillis());
        sockets = new BlockSocketFactory(tls);
    }

    @Override
    public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
        try {
            return new BlockRequest(open(request), request);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String clientName() {
        return "UrlConnection";
    }

    /** Connections that are kept alive are the JDK's. */
    @Override
    public void close() {}

    private HttpURLConnection open(HttpExecuteRequest execution) throws IOException {
        SdkHttpRequest request = execution.httpRequest();
        HttpURLConnection connection = connect(request.getUri());
        connection.setConnectTimeout(timeoutMs);
        connection.setReadTimeout(timeoutMs);
        request.forEachHeader((name, values) -> values.forEach(value -> connection.addRequestProperty(name, value)));
        if (request.firstMatchingHeader("Accept").isEmpty()) connection.setRequestProperty("Accept", "*/*");
        connection.setRequestMethod(request.method().name());
        connection.setInstanceFollowRedirects(false);
        if (execution.contentStreamProvider().isPresent()) connection.setDoOutput(true);
        if (request.matchingHeaders("Transfer-Encoding").contains("chunked")) connection.setChunkedStreamingMode(-1);
        request.firstMatchingHeader("Content-Length").map(Long::parseLong).ifPresent(connection::setFixedLengthStreamingMode);
        return connection;
    }

    private HttpURLConnection connect(URI uri) throws IOException {
        Optional<Proxy> by = proxyFor(uri);
        HttpURLConnection connection =
                (HttpURLConnection) (by.isPresent() ? uri.toURL().openConnection(by.get()) : uri.toURL().openConnection());
        if (connection instanceof HttpsURLConnection) ((HttpsURLConnection) connection).setSSLSocketFactory(sockets);
        if (by.isPresent() && proxy.username() != null && proxy.password() != null) {
            byte[] user = (proxy.username() + ":" + proxy.password()).getBytes(StandardCharsets.UTF_8);
            connection.addRequestProperty(
                    "Proxy-Authorization", "Basic " + Base64.getEncoder().encodeToString(user));
        }
        return connection;
    }

    /** What the JVM's properties or the environment say; where they say nothing, the JDK decides. */
    private Optional<Proxy> proxyFor(URI uri) {
        String host = uri.getHost().toLowerCase(Locale.ROOT);
        if (proxy.host() == null || proxy.nonProxyHosts().stream().anyMatch(host::matches)) return Optional.empty();
        return Optional.of(new Proxy(Proxy.Type.HTTP, InetSocketAddress.createUnresolved(proxy.host(), proxy.port())));
    }
}
