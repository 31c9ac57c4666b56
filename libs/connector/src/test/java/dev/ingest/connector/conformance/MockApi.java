package dev.ingest.connector.conformance;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;

/** An HTTP server on loopback that answers as the exchanges of a case say, and remembers what it was asked. */
final class MockApi implements AutoCloseable {
    private static final Response NOT_EXPECTED = new Response(400, java.util.Map.of(), new byte[0]);

    private final HttpServer server;
    private final List<Received> received = new ArrayList<>();
    private final List<String> unexpected = new ArrayList<>();
    private List<Exchange> exchanges = List.of();
    private int[] left = {};

    private MockApi(HttpServer server) {
        this.server = server;
    }

    static MockApi start() {
        try {
            HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            MockApi api = new MockApi(server);
            server.createContext("/", api::handle);
            server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
            server.start();
            return api;
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    synchronized void expect(List<Exchange> given) {
        exchanges = given;
        left = given.stream().mapToInt(Exchange::times).toArray();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            Received request = Received.of(exchange);
            Response response = answer(request);
            response.headers().forEach(exchange.getResponseHeaders()::set);
            boolean none = response.status() == 204
                    || response.body().length == 0
                    || request.method().equals("HEAD");
            exchange.sendResponseHeaders(response.status(), none ? -1 : response.body().length);
            if (!none) {
                exchange.getResponseBody().write(response.body());
            }
        }
    }

    /** The first exchange that matches and is not used up. */
    private synchronized Response answer(Received request) {
        received.add(request);
        for (int i = 0; i < left.length; i++) {
            if (left[i] > 0 && exchanges.get(i).matches(request)) {
                left[i]--;
                return exchanges.get(i).response();
            }
        }
        unexpected.add(request.line() + (request.body().isEmpty() ? "" : " with " + request.body()));
        return NOT_EXPECTED;
    }

    synchronized List<Received> received() {
        return List.copyOf(received);
    }

    /** Requests no exchange was left for. */
    synchronized List<String> unexpected() {
        return List.copyOf(unexpected);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
