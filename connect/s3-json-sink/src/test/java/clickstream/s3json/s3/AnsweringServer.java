package clickstream.s3json.s3;

import clickstream.s3json.config.Settings;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Answers the real SDK with what S3 and STS answer, word for word, in cases that no local S3 server knows. */
final class AnsweringServer implements AutoCloseable {
    /** One request as it arrived. */
    static final class Request {
        final String method;
        final String uri;
        final Map<String, String> headers = new HashMap<>();
        final String body;

        Request(HttpExchange exchange) throws IOException {
            method = exchange.getRequestMethod();
            uri = exchange.getRequestURI().toString();
            exchange.getRequestHeaders().forEach((name, values) -> headers.put(name.toLowerCase(), values.get(0)));
            body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static final class Answer {
        final int status;
        final String body;
        final String[] headers;

        Answer(int status, String body, String... headers) {
            this.status = status;
            this.body = body;
            this.headers = headers;
        }
    }

    final List<Request> requests = new ArrayList<>();
    private final Deque<Answer> answers = new ArrayDeque<>();
    private final HttpServer server;

    AnsweringServer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::handle);
        server.start();
    }

    /** What comes next; the last answer is given again and again. */
    void answer(int status, String body, String... headers) {
        answers.add(new Answer(status, body, headers));
    }

    void refuse(int status, String code, String message, String... headers) {
        answer(status, "<Error><Code>" + code + "</Code><Message>" + message + "</Message></Error>", headers);
    }

    String address() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** Settings for this server; keys and values follow one another. */
    Settings settings(String... more) {
        Map<String, String> given = new HashMap<>(Map.of(
                "s3.bucket", "events",
                "s3.region", "eu-west-1",
                "s3.endpoint", address(),
                "s3.path.style", "true",
                "retry.attempts", "3",
                "retry.backoff.ms", "1",
                "retry.max.backoff.ms", "2"));
        for (int i = 0; i < more.length; i += 2) given.put(more[i], more[i + 1]);
        return new Settings(given);
    }

    private synchronized void handle(HttpExchange exchange) throws IOException {
        requests.add(new Request(exchange));
        Answer answer = answers.size() > 1 ? answers.poll() : answers.peek();
        byte[] body = answer.body.getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < answer.headers.length; i += 2)
            exchange.getResponseHeaders().add(answer.headers[i], answer.headers[i + 1]);
        boolean empty = body.length == 0 || exchange.getRequestMethod().equals("HEAD");
        exchange.sendResponseHeaders(answer.status, empty ? -1 : body.length);
        if (!empty) exchange.getResponseBody().write(body);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
