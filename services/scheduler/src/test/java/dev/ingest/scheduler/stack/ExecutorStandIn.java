package dev.ingest.scheduler.stack;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/** Answers checks as an executor would: the API takes everything but the credential of who is called {@code refused}. */
final class ExecutorStandIn implements AutoCloseable {
    private static final String TAKEN = "{\"succeeded\": true}";
    private static final String REFUSED =
            "{\"succeeded\": false, \"problem\": {\"kind\": \"AUTH\", \"message\": \"401 from the API\"}}";

    private final HttpServer server;

    ExecutorStandIn() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        server.createContext("/internal/v1/connectors/check", exchange -> {
            try (exchange) {
                String request = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
                byte[] answer = (request.contains("\"refused\"") ? REFUSED : TAKEN).getBytes(UTF_8);
                exchange.getResponseHeaders().add("Content-Type", "application/json");
                exchange.sendResponseHeaders(200, answer.length);
                exchange.getResponseBody().write(answer);
            }
        });
        server.createContext("/internal/v1/destinations/check", exchange -> {
            try (exchange) {
                String request = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
                boolean named = request.contains("\"externalId\"");
                byte[] answer =
                        "{\"granted\": %s, \"rights\": []}".formatted(named).getBytes(UTF_8);
                exchange.getResponseHeaders().add("Content-Type", "application/json");
                exchange.sendResponseHeaders(200, answer.length);
                exchange.getResponseBody().write(answer);
            }
        });
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
