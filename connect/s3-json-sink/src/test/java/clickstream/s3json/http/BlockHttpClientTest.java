package clickstream.s3json.http;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import javax.net.ServerSocketFactory;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLSocketFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;

class BlockHttpClientTest {
    private static final int[] SIZES = {0, 1, 4096, 65_535, 65_536, 65_537, 131_072, 300_001, 5 << 20};

    private static Certificate own;
    private static Certificate foreign;

    @BeforeAll
    static void certify(@TempDir Path folder) throws Exception {
        own = Certificate.of("IP:127.0.0.1", folder.resolve("own.p12"));
        foreign = Certificate.of("DNS:elsewhere.example", folder.resolve("foreign.p12"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"http", "TLSv1.2", "TLSv1.3"})
    void aBodyOfAnySizeArrivesWholeOverOneConnection(String protocol) throws Exception {
        try (EchoServer server = EchoServer.start(protocol, own)) {
            BlockHttpClient client = client(own.trust());
            for (int size : SIZES) {
                // GIVEN a body WHEN it is sent, asking first as S3's own requests do THEN the server gets each byte of it
                byte[] body = random(size);
                HttpExecuteResponse answer = put(client, server.address() + "/k", body, "Expect", "100-continue");
                assertEquals(200, answer.httpResponse().statusCode());
                assertEquals("yes", answer.httpResponse().firstMatchingHeader("x-kept").orElse(""));
                assertArrayEquals(body, text(answer));
            }
            // THEN all of them came over one connection
            assertEquals(1, server.connections());
        }
    }

    @Test
    void aCertificateOfAnotherHostIsRefused() throws Exception {
        // GIVEN a server whose certificate is trusted, and is another host's
        try (EchoServer server = EchoServer.start("TLSv1.3", foreign)) {
            BlockHttpClient client = client(foreign.trust());
            // WHEN it is asked THEN nothing is sent
            assertThrows(SSLHandshakeException.class, () -> put(client, server.address() + "/k", random(10)));
            assertEquals(0, server.requests());
        }
    }

    @Test
    void aCertificateThatNobodyTrustsIsRefused() throws Exception {
        try (EchoServer server = EchoServer.start("TLSv1.3", own)) {
            BlockHttpClient client = new BlockHttpClient(Duration.ofSeconds(5));
            assertThrows(SSLHandshakeException.class, () -> put(client, server.address() + "/k", random(10)));
        }
    }

    @Test
    void aRefusalBeforeTheBodyIsAnAnswer() throws Exception {
        // GIVEN a server that refuses when it has seen the head, and closes
        try (ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            CompletableFuture<Void> served = CompletableFuture.runAsync(() -> refuse(server));
            // WHEN a large body is announced THEN the refusal is the answer, and no broken connection
            HttpExecuteResponse answer = put(
                    client(own.trust()), "http://127.0.0.1:" + server.getLocalPort() + "/k", random(5 << 20), "Expect",
                    "100-continue");
            assertEquals(412, answer.httpResponse().statusCode());
            served.get(10, TimeUnit.SECONDS);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void anAttemptThatHangsCanBeGivenUp(boolean secure) throws Exception {
        // GIVEN a server that reads the first byte of a request and no more
        ServerSocketFactory sockets = secure ? own.server().getServerSocketFactory() : ServerSocketFactory.getDefault();
        try (ServerSocket server = sockets.createServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            String url = (secure ? "https" : "http") + "://127.0.0.1:" + server.getLocalPort() + "/k";
            Counting body = new Counting(random(32 << 20));
            ExecutableHttpRequest request = request(client(own.trust()), url, () -> body, 32 << 20);
            CompletableFuture<HttpExecuteResponse> sending = CompletableFuture.supplyAsync(() -> call(request));
            try (Socket taken = server.accept()) {
                assertEquals('P', taken.getInputStream().read());
                body.awaitStandstill();
                // WHEN it is given up THEN who did so and the sender go on at once, long before any time-out
                CompletableFuture.runAsync(request::abort).get(5, TimeUnit.SECONDS);
                assertThrows(ExecutionException.class, () -> sending.get(5, TimeUnit.SECONDS));
            }
        }
    }

    @Test
    void aProxyOfTheJvmIsAsked() throws Exception {
        // GIVEN a proxy in the JVM's properties
        try (EchoServer proxy = EchoServer.start("http", own)) {
            System.setProperty("http.proxyHost", "127.0.0.1");
            System.setProperty("http.proxyPort", String.valueOf(proxy.port()));
            BlockHttpClient client = client(own.trust());
            // WHEN a host is asked that nobody knows THEN the proxy is
            assertEquals(200, put(client, "http://bucket.invalid/k", random(70_000)).httpResponse().statusCode());
            assertEquals(1, proxy.requests());
        } finally {
            System.clearProperty("http.proxyHost");
            System.clearProperty("http.proxyPort");
        }
    }

    private static BlockHttpClient client(SSLSocketFactory tls) {
        return new BlockHttpClient(Duration.ofSeconds(20), tls);
    }

    private static HttpExecuteResponse put(BlockHttpClient client, String url, byte[] body, String... headers)
            throws IOException {
        return request(client, url, body, headers).call();
    }

    private static ExecutableHttpRequest request(BlockHttpClient client, String url, byte[] body, String... headers) {
        return request(client, url, ContentStreamProvider.fromByteArray(body), body.length, headers);
    }

    private static ExecutableHttpRequest request(
            BlockHttpClient client, String url, ContentStreamProvider body, int length, String... headers) {
        SdkHttpRequest.Builder head = SdkHttpRequest.builder()
                .method(SdkHttpMethod.PUT)
                .uri(url)
                .putHeader("Content-Length", String.valueOf(length));
        for (int i = 0; i < headers.length; i += 2) head.putHeader(headers[i], headers[i + 1]);
        return client.prepareRequest(HttpExecuteRequest.builder()
                .request(head.build())
                .contentStreamProvider(body)
                .build());
    }

    private static HttpExecuteResponse call(ExecutableHttpRequest request) {
        try {
            return request.call();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] text(HttpExecuteResponse answer) throws IOException {
        try (var body = answer.responseBody().orElseThrow()) {
            return body.readAllBytes();
        }
    }

    private static byte[] random(int size) {
        byte[] bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        return bytes;
    }

    private static void refuse(ServerSocket server) {
        try (Socket socket = server.accept()) {
            int end = 0;
            while (end < 4) end = socket.getInputStream().read() == "\r\n\r\n".charAt(end) ? end + 1 : 0;
            socket.getOutputStream()
                    .write("HTTP/1.1 412 Precondition Failed\r\nContent-Length: 5\r\nConnection: close\r\n\r\ntaken"
                            .getBytes(StandardCharsets.US_ASCII));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A body that knows how much of it was taken. */
    private static final class Counting extends ByteArrayInputStream {
        Counting(byte[] bytes) {
            super(bytes);
        }

        void awaitStandstill() throws InterruptedException {
            int before;
            do {
                before = available();
                Thread.sleep(100);
            } while (before == count || before != available());
        }
    }
}
