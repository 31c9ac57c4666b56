package dev.ingest.executor.slice;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.ingest.contracts.config.EgressSpec;
import dev.ingest.contracts.config.PipelineSpec;
import dev.ingest.testkit.LocalStack;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The scheduler's configuration calls as docs/rest.md has them: 401 without a token, else what there is, else 404. */
public final class SchedulerStandIn implements AutoCloseable {
    private final Map<String, String> answers;
    private final HttpServer server;

    SchedulerStandIn(LocalStack stack) throws IOException {
        var pipeline = new PipelineSpec(
                "demo",
                "shop",
                "orders",
                1,
                "shop",
                Map.of("base_url", stack.sampleApi(), "start_date", "2020-01-01T00:00:00Z"));
        var egress =
                new EgressSpec("demo", List.of(URI.create(stack.sampleApi()).getAuthority()));
        answers = Map.of(
                "/internal/v1/tenants/demo/egress", new ObjectMapper().writeValueAsString(egress),
                "/internal/v1/tenants/demo/pipelines/shop", new ObjectMapper().writeValueAsString(pipeline),
                "/internal/v1/tenants/demo/connectors/orders/1",
                        Files.readString(Path.of("../../connectors/orders.yaml")));
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    private void answer(HttpExchange call) throws IOException {
        try (call) {
            String authorization = call.getRequestHeaders().getFirst("Authorization");
            String answer = answers.get(call.getRequestURI().getPath());
            if (authorization == null || !authorization.startsWith("Bearer ")) {
                call.sendResponseHeaders(401, -1);
            } else if (answer == null) {
                call.sendResponseHeaders(404, -1);
            } else {
                byte[] body = answer.getBytes(StandardCharsets.UTF_8);
                call.sendResponseHeaders(200, body.length);
                call.getResponseBody().write(body);
            }
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
