package dev.ingest.masking.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** The scheduler's configuration calls as docs/rest.md has them: the contract's records as JSON, 401 without a token, else 404. */
final class SchedulerStandIn implements AutoCloseable {
    private final ObjectMapper json = new ObjectMapper().registerModule(new Jdk8Module());
    private final Map<String, Object> answers;
    private final Map<String, List<JsonNode>> reads = new ConcurrentHashMap<>();
    private final HttpServer server;

    /** @param answers by path */
    SchedulerStandIn(Map<String, Object> answers) throws IOException {
        this.answers = Map.copyOf(answers);
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    private void answer(HttpExchange call) throws IOException {
        try (call) {
            String path = call.getRequestURI().getPath();
            String authorization = call.getRequestHeaders().getFirst("Authorization");
            if (authorization == null || !authorization.startsWith("Bearer ")) {
                call.sendResponseHeaders(401, -1);
            } else if (path.endsWith("/reads")) {
                reads(call);
            } else if (answers.containsKey(path)) {
                byte[] body = json.writeValueAsBytes(answers.get(path));
                call.getResponseHeaders().set("Content-Type", "application/json");
                call.sendResponseHeaders(200, body.length);
                call.getResponseBody().write(body);
            } else {
                call.sendResponseHeaders(404, -1);
            }
        }
    }

    /** What was written into a tenant's audit log: taken with POST, told with GET. */
    private void reads(HttpExchange call) throws IOException {
        String tenant = call.getRequestURI().getPath();
        List<JsonNode> known = reads.computeIfAbsent(tenant, first -> new CopyOnWriteArrayList<>());
        if (call.getRequestMethod().equals("POST")) {
            known.add(json.readTree(call.getRequestBody()));
            call.sendResponseHeaders(204, -1);
        } else {
            byte[] body = json.writeValueAsBytes(known);
            call.sendResponseHeaders(200, body.length);
            call.getResponseBody().write(body);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
