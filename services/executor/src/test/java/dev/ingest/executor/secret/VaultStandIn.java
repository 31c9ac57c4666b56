package dev.ingest.executor.secret;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.ingest.testkit.LocalStack;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Answers as Vault's documentation says of KV version 2 and the JWT login: tokens that it did not give are refused. */
public final class VaultStandIn implements QuarkusTestResourceLifecycleManager {
    private static final ObjectMapper JSON = new ObjectMapper();

    static final Map<String, JsonNode> STORED = new ConcurrentHashMap<>();
    static final List<String> LOGIN_JWTS = new CopyOnWriteArrayList<>();
    static volatile String validToken = "";
    static final AtomicInteger READS = new AtomicInteger();
    static volatile boolean broken;
    static volatile boolean sealed;
    static volatile boolean forbidden;
    static volatile boolean strange;

    private @Nullable HttpServer server;

    @Override
    public Map<String, String> start() {
        LocalStack stack = LocalStack.shared();
        try {
            HttpServer started = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            started.createContext("/v1/auth/jwt/login", VaultStandIn::login);
            started.createContext("/v1/secret/", VaultStandIn::secret);
            started.start();
            server = started;
            return Map.of(
                    "ingest.secrets.store", "vault",
                    "ingest.kafka.bootstrap-servers", stack.kafkaBootstrap(),
                    "quarkus.oidc.auth-server-url", stack.oidcIssuer(),
                    "quarkus.oidc-client.auth-server-url", stack.oidcIssuer(),
                    "quarkus.rest-client.vault.url",
                            "http://127.0.0.1:" + started.getAddress().getPort());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    @Override
    public void stop() {
        if (server != null) {
            server.stop(0);
        }
    }

    private static void login(HttpExchange call) throws IOException {
        JsonNode request = JSON.readTree(call.getRequestBody());
        if (strange || !request.get("role").asText().equals("ingest")) {
            answer(call, 400, "{\"errors\":[\"role could not be found\"]}");
            return;
        }
        LOGIN_JWTS.add(request.get("jwt").asText());
        validToken = "vault-token-" + LOGIN_JWTS.size();
        answer(call, 200, "{\"auth\":{\"client_token\":\"%s\",\"lease_duration\":3600}}".formatted(validToken));
    }

    private static void secret(HttpExchange call) throws IOException {
        if (sealed) {
            answer(call, 503, "{\"errors\":[\"Vault is sealed\"]}");
            return;
        }
        if (forbidden || !validToken.equals(call.getRequestHeaders().getFirst("X-Vault-Token"))) {
            answer(call, 403, "{\"errors\":[\"permission denied\"]}");
            return;
        }
        if (broken) {
            answer(call, 500, "{\"errors\":[]}");
            return;
        }
        String path = call.getRequestURI().getPath();
        switch (call.getRequestMethod()) {
            case "GET" -> read(call, path);
            case "POST" -> write(call, path);
            case "DELETE" -> {
                STORED.remove(path.replace("/metadata/", "/data/"));
                call.sendResponseHeaders(204, -1);
                call.close();
            }
            default -> answer(call, 405, "{}");
        }
    }

    private static void read(HttpExchange call, String path) throws IOException {
        READS.incrementAndGet();
        JsonNode found = STORED.get(path);
        answer(call, found == null ? 404 : 200, found == null ? "{\"errors\":[]}" : "{\"data\":" + found + "}");
    }

    private static void write(HttpExchange call, String path) throws IOException {
        JsonNode body = JSON.readTree(call.getRequestBody());
        JsonNode present = STORED.get(path);
        long version = present == null ? 0 : present.at("/metadata/version").asLong();
        JsonNode cas = body.at("/options/cas");
        if (!cas.isMissingNode() && cas.asLong() != version) {
            answer(call, 400, "{\"errors\":[\"check-and-set parameter did not match the current version\"]}");
            return;
        }
        ObjectNode stored = JSON.createObjectNode();
        stored.set("data", body.get("data"));
        stored.set("metadata", JSON.createObjectNode().put("version", version + 1));
        STORED.put(path, stored);
        answer(call, 200, "{\"data\":{\"version\":%d}}".formatted(version + 1));
    }

    private static void answer(HttpExchange call, int status, String body) throws IOException {
        try (call) {
            byte[] bytes = body.getBytes(UTF_8);
            call.getResponseHeaders().add("Content-Type", "application/json");
            call.sendResponseHeaders(status, bytes.length);
            call.getResponseBody().write(bytes);
        }
    }
}
