package dev.ingest.path.kill;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/** Tells a writer what the tables are: the one call of the scheduler's that it makes for them. */
final class ControlPlane implements AutoCloseable {
    private final HttpServer server;

    ControlPlane(String tenant) throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 16);
        for (Way way : Way.values()) {
            String path = "/internal/v1/tenants/%s/tables/%s/%s"
                    .formatted(tenant, way.table().namespace(), way.table().name());
            var _ = server.createContext(path, exchange -> tell(exchange, way.spec(tenant)));
        }
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    private static void tell(HttpExchange exchange, String spec) throws IOException {
        try (exchange) {
            byte[] body = spec.getBytes(UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.getResponseHeaders().set("ETag", "\"1\"");
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
