package dev.ingest.path;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Executors;

/** Who receives traces over OTLP, on loopback. It keeps the latest spans. */
final class Collector {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int SPANS_MAX = 50_000;

    private final HttpServer server;
    private final Deque<Span> spans = new ConcurrentLinkedDeque<>();

    /**
     * @param service who told it
     * @param parent the span that it came from, empty for a trace's first
     */
    record Span(String service, String trace, String id, String parent, String name, JsonNode attributes) {
        String attribute(String key) {
            return attributes
                    .valueStream()
                    .filter(attribute -> attribute.get("key").asText().equals(key))
                    .map(attribute -> attribute.at("/value/stringValue").asText())
                    .findFirst()
                    .orElse("");
        }
    }

    private Collector(HttpServer server) {
        this.server = server;
    }

    static Collector start() {
        try {
            HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            Collector collector = new Collector(server);
            server.createContext("/v1/traces", collector::take);
            server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
            server.start();
            return collector;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    private void take(HttpExchange exchange) throws IOException {
        try (exchange) {
            for (JsonNode resource : JSON.readTree(exchange.getRequestBody()).get("resourceSpans")) {
                String service =
                        resource.at("/resource/attributes/0/value/stringValue").asText();
                for (JsonNode scope : resource.get("scopeSpans")) {
                    scope.get("spans").forEach(span -> keep(service, span));
                }
            }
            exchange.sendResponseHeaders(200, -1);
        }
    }

    private void keep(String service, JsonNode span) {
        spans.add(new Span(
                service,
                span.get("traceId").asText(),
                span.get("spanId").asText(),
                span.path("parentSpanId").asText(),
                span.get("name").asText(),
                span.get("attributes")));
        while (spans.size() > SPANS_MAX) {
            spans.poll();
        }
    }

    List<Span> spans() {
        return List.copyOf(spans);
    }
}
