package dev.ingest.executor.stack;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * An API as strict as they come: a refresh token works once, a second use revokes everything, an access token works for some
 * calls, and a rate limit is told in headers.
 */
public final class StrictApi implements AutoCloseable {
    /** The refresh token that the first refresh needs. */
    public static final String FIRST_REFRESH_TOKEN = "refresh-0";

    private final HttpServer server;
    private final int pages;
    private final int callsPerToken;
    private final AtomicInteger refreshes = new AtomicInteger();
    private final AtomicInteger calls = new AtomicInteger();
    private final AtomicInteger callsWithToken = new AtomicInteger();
    private volatile boolean revoked;
    private volatile boolean refusing;
    private volatile int waitSeconds;
    private volatile int waitFromCall;

    /**
     * @param pages how many there are, of two records each
     * @param callsPerToken after so many an access token is refused
     */
    public StrictApi(int pages, int callsPerToken) throws IOException {
        this.pages = pages;
        this.callsPerToken = callsPerToken;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/token", this::token);
        server.createContext("/items", this::items);
        server.start();
    }

    public String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** How often a token was given. */
    public int refreshes() {
        return refreshes.get();
    }

    /** How often items were asked for. */
    public int calls() {
        return calls.get();
    }

    /** Whether somebody used a refresh token twice. */
    public boolean isRevoked() {
        return revoked;
    }

    /** Refuses every access token from now on. */
    public void refuseTokens() {
        refusing = true;
    }

    /**
     * Asks everybody to wait.
     *
     * @param call the first that is told so, from 1
     */
    public void askToWait(int call, int seconds) {
        waitFromCall = call;
        waitSeconds = seconds;
    }

    private synchronized void token(HttpExchange call) throws IOException {
        String form = new String(call.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        String expected = "refresh-" + refreshes.get();
        boolean known = List.of(form.split("&", -1)).contains("refresh_token=" + expected);
        if (!known || revoked) {
            revoked = true;
            answer(call, 400, "{\"error\": \"invalid_grant\"}");
            return;
        }
        callsWithToken.set(0);
        int number = refreshes.incrementAndGet();
        answer(
                call,
                200,
                "{\"access_token\": \"access-%d\", \"refresh_token\": \"refresh-%d\", \"expires_in\": 3600}"
                        .formatted(number, number));
    }

    private void items(HttpExchange call) throws IOException {
        int number = calls.incrementAndGet();
        String given = String.valueOf(call.getRequestHeaders().getFirst("Authorization"));
        if (waitSeconds > 0 && number >= waitFromCall) {
            call.getResponseHeaders().add("Retry-After", String.valueOf(waitSeconds));
            answer(call, 429, "{\"error\": \"slow down\"}");
        } else if (refusing
                || !given.equals("Bearer access-" + refreshes.get())
                || callsWithToken.incrementAndGet() > callsPerToken) {
            answer(call, 401, "{\"error\": \"token expired\"}");
        } else {
            page(call);
        }
    }

    private void page(HttpExchange call) throws IOException {
        String query = String.valueOf(call.getRequestURI().getQuery());
        int page = query.startsWith("page=") ? Integer.parseInt(query.substring("page=".length())) : 1;
        String next = page < pages ? ", \"next\": " + (page + 1) : "";
        answer(call, 200, "{\"items\": [{\"id\": %d}, {\"id\": %d}]%s}".formatted(2 * page - 1, 2 * page, next));
    }

    private static void answer(HttpExchange call, int status, String json) throws IOException {
        try (call) {
            byte[] body = json.getBytes(StandardCharsets.UTF_8);
            call.getResponseHeaders().add("Content-Type", "application/json");
            call.sendResponseHeaders(status, body.length);
            call.getResponseBody().write(body);
        }
    }

    /** A manifest that reads it, with streams of these names. */
    public String manifest(String... streams) {
        var text = new StringBuilder("""
                version: "7.28.0"
                type: DeclarativeSource
                check: {type: CheckStream, stream_names: ["%s"]}
                concurrency_level: {type: ConcurrencyLevel, default_concurrency: 4}
                spec:
                  type: Spec
                  connection_specification:
                    type: object
                    required: [credentials]
                    properties:
                      credentials:
                        type: object
                        properties:
                          client_id: {type: string}
                          client_secret: {type: string, airbyte_secret: true}
                          refresh_token: {type: string, airbyte_secret: true}
                          access_token: {type: string, airbyte_secret: true}
                          token_expiry_date: {type: string}
                streams:
                """.formatted(streams[0]));
        for (String stream : streams) {
            text.append("""
                      - type: DeclarativeStream
                        name: %s
                        primary_key: id
                        schema_loader: {type: InlineSchemaLoader, schema: {type: object, properties: {id: {type: integer}}}}
                        retriever:
                          type: SimpleRetriever
                          requester:
                            type: HttpRequester
                            url_base: "%s"
                            path: /items
                            authenticator:
                              type: OAuthAuthenticator
                              token_refresh_endpoint: "%s/token"
                              client_id: "{{ config['credentials']['client_id'] }}"
                              client_secret: "{{ config['credentials']['client_secret'] }}"
                              refresh_token: "{{ config['credentials']['refresh_token'] }}"
                              refresh_token_updater:
                                refresh_token_name: refresh_token
                                access_token_config_path: [credentials, access_token]
                                refresh_token_config_path: [credentials, refresh_token]
                                token_expiry_date_config_path: [credentials, token_expiry_date]
                          record_selector: {type: RecordSelector, extractor: {type: DpathExtractor, field_path: [items]}}
                          paginator:
                            type: DefaultPaginator
                            page_token_option: {type: RequestOption, inject_into: request_parameter, field_name: page}
                            pagination_strategy:
                              type: CursorPagination
                              cursor_value: "{{ response.get('next') }}"
                              stop_condition: "{{ not response.get('next') }}"
                    """.formatted(stream, url(), url()));
        }
        return text.toString();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
