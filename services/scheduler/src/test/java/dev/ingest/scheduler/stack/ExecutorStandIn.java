package dev.ingest.scheduler.stack;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.function.UnaryOperator;

/**
 * Answers as an executor would: the API takes everything but the credential of who is called {@code refused}; codes called {@code refused},
 * {@code silent} and {@code away} are none.
 */
final class ExecutorStandIn implements AutoCloseable {
    private static final String TAKEN = "{\"succeeded\": true}";
    private static final String REFUSED =
            "{\"succeeded\": false, \"problem\": {\"kind\": \"AUTH\", \"message\": \"401 from the API\"}}";

    /** Instead of an answer: the executor failed. */
    private static final String NONE = "";

    private final HttpServer server;

    ExecutorStandIn() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        answer("/internal/v1/connectors/check", request -> request.contains("\"refused\"") ? REFUSED : TAKEN);
        answer("/internal/v1/connectors/consent", ExecutorStandIn::consent);
        answer(
                "/internal/v1/destinations/check",
                request -> "{\"granted\": %s, \"rights\": []}".formatted(request.contains("\"externalId\"")));
        server.start();
    }

    private void answer(String path, UnaryOperator<String> answers) {
        server.createContext(path, exchange -> {
            try (exchange) {
                String text = answers.apply(new String(exchange.getRequestBody().readAllBytes(), UTF_8));
                byte[] answer = text.getBytes(UTF_8);
                exchange.getResponseHeaders().add("Content-Type", "application/json");
                exchange.sendResponseHeaders(text.equals(NONE) ? 500 : 200, text.equals(NONE) ? -1 : answer.length);
                exchange.getResponseBody().write(answer);
            }
        });
    }

    /** The address has to be the one that the API was told. */
    private static String consent(String request) {
        if (request.contains("\"code\":\"away\"")) {
            return NONE;
        }
        if (request.contains("\"code\":\"refused\"")) {
            return problem("AUTH", "invalid_grant");
        }
        if (request.contains("\"code\":\"silent\"")) {
            return problem("TRANSIENT", "was not answered: grant access again");
        }
        return request.contains("/consent\"")
                ? "{\"keys\": [\"refresh_token\", \"token\"]}"
                : problem("CONFIG", "no address");
    }

    private static String problem(String kind, String message) {
        return "{\"keys\": [], \"problem\": {\"kind\": \"%s\", \"message\": \"%s\"}}".formatted(kind, message);
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
