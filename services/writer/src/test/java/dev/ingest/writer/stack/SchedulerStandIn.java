package dev.ingest.writer.stack;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The scheduler's configuration calls by their contract: what was {@code PUT} is answered to a {@code GET} with a token, with
 * an ETag; everything else does not exist.
 */
final class SchedulerStandIn implements AutoCloseable {
    private final Map<String, byte[]> answers = new ConcurrentHashMap<>();
    private final HttpServer server;

    SchedulerStandIn() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 16);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        var context = server.createContext("/", this::answer);
        server.start();
        assert context.getPath().equals("/");
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getPath();
            if (exchange.getRequestMethod().equals("PUT")) {
                answers.put(path, exchange.getRequestBody().readAllBytes());
                exchange.sendResponseHeaders(204, -1);
            } else if (!exchange.getRequestHeaders()
                    .getOrDefault("Authorization", java.util.List.of(""))
                    .getFirst()
                    .startsWith("Bearer ")) {
                exchange.sendResponseHeaders(401, -1);
            } else {
                get(exchange, answers.get(path));
            }
        }
    }

    private static void get(HttpExchange exchange, byte @org.jspecify.annotations.Nullable [] body) throws IOException {
        if (body == null) {
            exchange.sendResponseHeaders(404, -1);
            return;
        }
        String etag = "\"" + Integer.toHexString(new String(body, UTF_8).hashCode()) + "\"";
        exchange.getResponseHeaders().set("ETag", etag);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        if (etag.equals(exchange.getRequestHeaders().getFirst("If-None-Match"))) {
            exchange.sendResponseHeaders(304, -1);
        } else {
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
