package dev.ingest.executor.stack;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;

/**
 * The scheduler's configuration calls as docs/rest.md has them: 401 without a token, else what there is, else 404. Tests put there
 * what is to be there: they run in class loaders of their own.
 */
final class SchedulerStandIn implements AutoCloseable {
    private final Map<String, String> answers = new ConcurrentHashMap<>();
    private final HttpServer server;

    SchedulerStandIn() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::answer);
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    private void answer(HttpExchange call) throws IOException {
        try (call) {
            String path = call.getRequestURI().getPath();
            if (call.getRequestMethod().equals("PUT")) {
                answers.put(path, new String(call.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
                call.sendResponseHeaders(204, -1);
                return;
            }
            String authorization = call.getRequestHeaders().getFirst("Authorization");
            String answer = answers.get(path);
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
