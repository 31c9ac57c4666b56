package dev.ingest.lake;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.ingest.lake.LakeCredentials.Login;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Bearer tokens of a REST catalog: one that is given, or those that OAuth2 client credentials bring, each kept while it is valid. */
final class CatalogTokens {

    /** OAuth2's usual, where the answer does not say. */
    private static final Duration LIFETIME = Duration.ofHours(1);

    /** What Iceberg's own clients ask for. */
    private static final String SCOPE = "catalog";

    private static final JsonMapper JSON = new JsonMapper();

    private final Source source;
    private final Clock clock;
    private @Nullable Held held;

    private record Held(String token, Instant renewAt) {}

    @FunctionalInterface
    private interface Source {
        Held next(Instant now);
    }

    private CatalogTokens(Source source, Clock clock) {
        this.source = source;
        this.clock = clock;
    }

    static CatalogTokens given(String token) {
        return new CatalogTokens(_ -> new Held(token, Instant.MAX), Clock.systemUTC());
    }

    /** As RFC 6749, section 4.4; the client's secret goes to {@code tokenUri} and nowhere else. */
    static CatalogTokens of(URI tokenUri, Login client, Optional<String> scope, CatalogHttp http, Clock clock) {
        Map<String, String> form = new LinkedHashMap<>();
        form.put("grant_type", "client_credentials");
        form.put("client_id", client.id());
        form.put("client_secret", client.secret());
        form.put("scope", scope.orElse(SCOPE));
        return new CatalogTokens(now -> fetch(tokenUri, form, http, now), clock);
    }

    synchronized String current() {
        Instant now = clock.instant();
        Held usable = held;
        if (usable == null || !now.isBefore(usable.renewAt())) {
            usable = source.next(now);
            held = usable;
        }
        return usable.token();
    }

    /** The catalog refused it, so it has ended before its time. */
    synchronized void forget(String token) {
        if (held != null && held.token().equals(token)) {
            held = null;
        }
    }

    private static Held fetch(URI tokenUri, Map<String, String> form, CatalogHttp http, Instant now) {
        HttpResponse<byte[]> answer = http.send(HttpRequest.newBuilder(tokenUri)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .header("Accept", "application/json")
                .POST(BodyPublishers.ofString(encoded(form))));
        JsonNode body = json(answer.body());
        String token = body.path("access_token").asText("");
        if (answer.statusCode() != 200 || token.isEmpty()) {
            // the error's code is a word of RFC 6749; its description may repeat what was sent
            throw new LakeException("%s gives no token: status %d, error '%s'"
                    .formatted(tokenUri, answer.statusCode(), body.path("error").asText("")));
        }
        Duration lifetime = body.path("expires_in").isNumber()
                ? Duration.ofSeconds(body.path("expires_in").asLong())
                : LIFETIME;
        return new Held(token, now.plus(lifetime.multipliedBy(3).dividedBy(4)));
    }

    private static JsonNode json(byte[] body) {
        try {
            return JSON.readTree(new String(body, StandardCharsets.UTF_8));
        } catch (JsonProcessingException notJson) {
            return JSON.createObjectNode();
        }
    }

    private static String encoded(Map<String, String> form) {
        return form.entrySet().stream()
                .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
    }
}
