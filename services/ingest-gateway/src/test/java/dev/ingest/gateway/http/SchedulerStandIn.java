package dev.ingest.gateway.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.ingest.contracts.TableRef;
import dev.ingest.contracts.config.AccessTokenSpec;
import dev.ingest.contracts.config.ColumnSpec;
import dev.ingest.contracts.config.FeatureViewSpec;
import dev.ingest.contracts.config.KeyUserSpec;
import dev.ingest.contracts.config.StreamSourceSpec;
import dev.ingest.contracts.config.TenantLimitsSpec;
import dev.ingest.gateway.token.SigningUser;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The scheduler's configuration calls as docs/rest.md has them: the contract's records as JSON, 401 without a token, else 404. */
final class SchedulerStandIn implements AutoCloseable {
    static final String PRODUCER = tokenOf("producer");
    static final String EXPIRED = tokenOf("expired");
    static final String QUERY_LOG = tokenOf("query_log");
    static final String CONSUMER = tokenOf("consumer");
    static final String QUERY_LOG_OF_OTHER = tokenOf("query_log_of_other");
    static final String PRODUCER_OF_OTHER = tokenOf("other");
    static final String PRODUCER_OF_AWAY = tokenOf("away");
    static final String PRODUCER_OF_BROKEN = tokenOf("broken");

    static final String PRODUCER_INSIDE = tokenOf("inside");
    static final String PRODUCER_OF_LIMITED = tokenOf("limited");
    static final String PRODUCER_OF_SLOW = tokenOf("slow");

    /** User ALICE of tenant demo. */
    static final SigningUser SIGNER = new SigningUser();

    private static final String TOKENS = "/internal/v1/tokens/";
    private static final Map<String, Integer> ASKED = new ConcurrentHashMap<>();
    private static final String LIMITS = "/internal/v1/tenants/%s/limits";
    private static final Instant LATER = Instant.parse("2100-01-01T00:00:00Z");
    private static final Instant PAST = Instant.parse("2020-01-01T00:00:00Z");
    private static final String SOURCES = "/internal/v1/tenants/%s/sources";
    private static final String VIEWS = "/internal/v1/tenants/%s/feature-views";

    private final ObjectMapper json = new ObjectMapper()
            .registerModule(new Jdk8Module())
            .registerModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS);
    private final Map<String, Object> answers = new HashMap<>();
    private final HttpServer server;

    SchedulerStandIn() throws IOException {
        answers.put(SOURCES.formatted("demo"), List.of(transactions(), clicks(), pages()));
        answers.put(SOURCES.formatted("other"), List.of());
        answers.put(VIEWS.formatted("demo"), List.of(lastPage()));
        answers.put(VIEWS.formatted("other"), List.of());
        token(PRODUCER, new AccessTokenSpec("demo", "a", "U", Set.of("producer"), List.of(), LATER));
        token(EXPIRED, new AccessTokenSpec("demo", "b", "U", Set.of("producer", "query-log"), List.of(), PAST));
        token(QUERY_LOG, new AccessTokenSpec("demo", "c", "U", Set.of("query-log"), List.of(), LATER));
        token(CONSUMER, new AccessTokenSpec("demo", "f", "U", Set.of("consumer"), List.of(), LATER));
        token(QUERY_LOG_OF_OTHER, new AccessTokenSpec("other", "j", "U", Set.of("query-log"), List.of(), LATER));
        token(PRODUCER_OF_OTHER, new AccessTokenSpec("other", "d", "U", Set.of("producer"), List.of(), LATER));
        token(PRODUCER_OF_AWAY, new AccessTokenSpec("away", "e", "U", Set.of("producer"), List.of(), LATER));
        answers.put(SOURCES.formatted("broken"), "no list of sources");
        token(PRODUCER_OF_BROKEN, new AccessTokenSpec("broken", "i", "U", Set.of("producer"), List.of(), LATER));
        answers.put(
                "/internal/v1/tenants/demo/key-users/ALICE",
                new KeyUserSpec("demo", "ALICE", "producer", List.of(SIGNER.publicKey())));
        token(
                PRODUCER_INSIDE,
                new AccessTokenSpec("demo", "g", "U", Set.of("producer"), List.of("10.1.0.0/16"), LATER));
        limited("limited", PRODUCER_OF_LIMITED, 1000, 3, 200);
        limited("slow", PRODUCER_OF_SLOW, 2, 2, 1000);
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
    }

    /** A tenant with limits of its own, and no sources. */
    private void limited(String tenant, String token, int postsPerSecond, int sources, int bodyBytes) {
        answers.put(SOURCES.formatted(tenant), List.of());
        answers.put(VIEWS.formatted(tenant), List.of());
        answers.put(
                LIMITS.formatted(tenant),
                new TenantLimitsSpec(
                        Optional.of(postsPerSecond),
                        Optional.empty(),
                        Optional.of(sources),
                        Optional.empty(),
                        Optional.of(bodyBytes),
                        Optional.empty()));
        token(token, new AccessTokenSpec(tenant, "h", "U", Set.of("producer"), List.of(), LATER));
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    private void answer(HttpExchange call) throws IOException {
        try (call) {
            String path = call.getRequestURI().getPath();
            ASKED.merge(path, 1, Integer::sum);
            String authorization = call.getRequestHeaders().getFirst("Authorization");
            if (authorization == null || !authorization.startsWith("Bearer ")) {
                call.sendResponseHeaders(401, -1);
            } else if (path.contains("/away/")) {
                call.sendResponseHeaders(503, -1);
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

    private void token(String token, AccessTokenSpec spec) {
        answers.put(TOKENS + HexFormat.of().formatHex(sha256(token)), spec);
    }

    /** A token of the form of ours, always the same for a name. */
    static String tokenOf(String name) {
        return AccessTokenSpec.PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(sha256(name));
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** How often a token was asked for. */
    static int askedFor(String token) {
        return ASKED.getOrDefault(TOKENS + HexFormat.of().formatHex(sha256(token)), 0);
    }

    private static StreamSourceSpec transactions() {
        return source(
                "transactions_stream",
                new ColumnSpec("user_id", "string", true),
                new ColumnSpec("amount", "double", false),
                new ColumnSpec("merchant_category", "string", false));
    }

    private static StreamSourceSpec clicks() {
        return source(
                "clickstream_events",
                new ColumnSpec("session_id", "string", true),
                new ColumnSpec("page", "string", false),
                new ColumnSpec("duration_ms", "long", false));
    }

    private static StreamSourceSpec pages() {
        return source(
                "page_events",
                new ColumnSpec("session_id", "string", true),
                new ColumnSpec("page", "string", false),
                new ColumnSpec("duration_ms", "long", false));
    }

    private static FeatureViewSpec lastPage() {
        return new FeatureViewSpec(
                "demo",
                "last_page",
                "v1",
                "page_events",
                List.of("session_id"),
                "timestamp",
                pages().columns(),
                List.of(),
                true,
                Optional.of(new TableRef("features", "last_page_v1")),
                FeatureViewSpec.State.ACTIVE);
    }

    private static StreamSourceSpec source(String name, ColumnSpec a, ColumnSpec b, ColumnSpec c) {
        return new StreamSourceSpec(
                "demo",
                name,
                "timestamp",
                List.of(new ColumnSpec("timestamp", "timestamptz", true), a, b, c),
                new TableRef("features", name),
                Optional.empty());
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
