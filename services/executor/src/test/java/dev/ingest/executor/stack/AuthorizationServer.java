package dev.ingest.executor.stack;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

/** An OAuth server (RFC 6749, RFC 7636): a code is good once, for the app, the address and the verifier it was given for. */
public final class AuthorizationServer implements AutoCloseable {
    public static final String APP = "app-1";
    public static final String APP_SECRET = "app-s3cret";
    public static final String REFRESH_TOKEN = "granted-r3fresh";

    private record Grant(String redirectUri, String challenge) {}

    private final HttpServer server;
    private final Map<String, Grant> codes = new ConcurrentHashMap<>();
    private final AtomicInteger exchanges = new AtomicInteger();
    private volatile boolean silent;

    public AuthorizationServer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/token", this::token);
        server.start();
    }

    public String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** How often somebody asked for tokens. */
    public int exchanges() {
        return exchanges.get();
    }

    /** Takes exchanges and never answers them. */
    public void fallSilent() {
        silent = true;
    }

    /** What a user who agrees is sent back with. */
    public String granted(String redirectUri, String verifier) {
        String code = "c0de-" + codes.size();
        codes.put(code, new Grant(redirectUri, challenge(verifier)));
        return code;
    }

    private static String challenge(String verifier) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(StandardCharsets.US_ASCII));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private void token(HttpExchange call) throws IOException {
        exchanges.incrementAndGet();
        try (call) {
            Map<String, String> form = form(new String(call.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            if (silent) {
                return; // the connection ends without an answer
            }
            Grant grant = codes.remove(form.getOrDefault("code", ""));
            boolean good = grant != null
                    && APP.equals(form.get("client_id"))
                    && APP_SECRET.equals(form.get("client_secret"))
                    && grant.redirectUri().equals(form.get("redirect_uri"))
                    && grant.challenge().equals(challenge(form.getOrDefault("code_verifier", "")));
            byte[] answer = (good
                            ? "{\"access_token\": \"a\", \"refresh_token\": \"%s\"}".formatted(REFRESH_TOKEN)
                            : "{\"error\": \"invalid_grant\"}")
                    .getBytes(StandardCharsets.UTF_8);
            call.getResponseHeaders().add("Content-Type", "application/json");
            call.sendResponseHeaders(good ? 200 : 400, answer.length);
            call.getResponseBody().write(answer);
        }
    }

    private static Map<String, String> form(String text) {
        return Arrays.stream(text.split("&", -1))
                .map(pair -> pair.split("=", 2))
                .collect(Collectors.toMap(
                        pair -> pair[0], pair -> java.net.URLDecoder.decode(pair[1], StandardCharsets.UTF_8)));
    }

    /** A manifest whose users grant access here. */
    public String manifest() {
        return """
                version: "7.28.0"
                type: DeclarativeSource
                check: {type: CheckStream, stream_names: [items]}
                spec:
                  type: Spec
                  connection_specification:
                    type: object
                    properties:
                      client_id: {type: string}
                      client_secret: {type: string, airbyte_secret: true}
                      refresh_token: {type: string, airbyte_secret: true}
                  advanced_auth:
                    auth_flow_type: oauth2.0
                    oauth_config_specification:
                      complete_oauth_output_specification:
                        properties: {refresh_token: {type: string, path_in_connector_config: [refresh_token]}}
                      complete_oauth_server_output_specification:
                        properties:
                          client_id: {type: string, path_in_connector_config: [client_id]}
                          client_secret: {type: string, path_in_connector_config: [client_secret]}
                      oauth_connector_input_specification:
                        consent_url: "%1$s/authorize?client_id={{ client_id_value }}&state={{ state_value }}"
                        access_token_url: "%1$s/token"
                        access_token_headers: {Content-Type: application/x-www-form-urlencoded}
                        access_token_params:
                          grant_type: authorization_code
                          client_id: "{{ client_id_value }}"
                          client_secret: "{{ client_secret_value }}"
                          redirect_uri: "{{ redirect_uri_value }}"
                          code: "{{ auth_code_value }}"
                          code_verifier: "{{ state_value }}"
                        extract_output: [refresh_token]
                streams:
                  - type: DeclarativeStream
                    name: items
                    schema_loader: {type: InlineSchemaLoader, schema: {type: object, properties: {id: {type: integer}}}}
                    retriever:
                      type: SimpleRetriever
                      requester: {type: HttpRequester, url_base: "%1$s", path: /items}
                      record_selector: {type: RecordSelector, extractor: {type: DpathExtractor, field_path: []}}
                """.formatted(url());
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
