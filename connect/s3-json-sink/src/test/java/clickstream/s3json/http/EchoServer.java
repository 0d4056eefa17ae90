package clickstream.s3json.http;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.GeneralSecurityException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;

/** Answers each request with its body. */
final class EchoServer implements AutoCloseable {
    private final HttpServer server;
    private final String scheme;
    private final Set<Integer> clients = ConcurrentHashMap.newKeySet();
    private final AtomicInteger requests = new AtomicInteger();

    private EchoServer(HttpServer server, String scheme) {
        this.server = server;
        this.scheme = scheme;
        server.createContext("/", this::answer);
        server.start();
    }

    /** @param protocol http, or the version of TLS */
    static EchoServer start(String protocol, Certificate certificate) throws IOException, GeneralSecurityException {
        InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        if (protocol.equals("http")) return new EchoServer(HttpServer.create(address, 0), "http");
        HttpsServer server = HttpsServer.create(address, 0);
        SSLContext context = certificate.server();
        server.setHttpsConfigurator(new HttpsConfigurator(context) {
            @Override
            public void configure(HttpsParameters parameters) {
                SSLParameters tls = context.getDefaultSSLParameters();
                tls.setProtocols(new String[] {protocol});
                parameters.setSSLParameters(tls);
            }
        });
        return new EchoServer(server, "https");
    }

    int port() {
        return server.getAddress().getPort();
    }

    String address() {
        return scheme + "://127.0.0.1:" + port();
    }

    /** How many connections brought requests. */
    int connections() {
        return clients.size();
    }

    int requests() {
        return requests.get();
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        clients.add(exchange.getRemoteAddress().getPort());
        requests.incrementAndGet();
        byte[] body = exchange.getRequestBody().readAllBytes();
        exchange.getResponseHeaders().add("X-Kept", "yes");
        exchange.sendResponseHeaders(200, body.length == 0 ? -1 : body.length);
        if (body.length > 0) exchange.getResponseBody().write(body);
        exchange.close();
    }
}
