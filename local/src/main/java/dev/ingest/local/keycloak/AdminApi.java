package dev.ingest.local.keycloak;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ingest.local.state.LocalFailure;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

/** Keycloak's Admin REST API, as its administrator. */
final class AdminApi {
    /** Hundreds of users in one call, on a machine that does other things too. */
    private static final Duration CALL_MAX = Duration.ofMinutes(2);

    private final HttpClient http = HttpClient.newHttpClient();
    private final ObjectMapper json = new ObjectMapper();
    private final String url;
    private final String password;

    AdminApi(String url, String password) {
        this.url = url;
        this.password = password;
    }

    /** What is at this path below {@code /admin/realms/}; empty if nothing is. */
    Optional<JsonNode> find(String path) throws IOException, InterruptedException {
        HttpResponse<String> response = send(path, HttpRequest.newBuilder().GET());
        return response.statusCode() == 404
                ? Optional.empty()
                : Optional.of(json.readTree(expect("GET", path, response)));
    }

    /** A number, such as {@code demo/users/count}. */
    long count(String path) throws IOException, InterruptedException {
        return find(path)
                .orElseThrow(() -> new LocalFailure("Keycloak has no " + path))
                .asLong();
    }

    void post(String path, JsonNode body) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder()
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body.toString()));
        var _ = expect("POST", path, send(path, request));
    }

    private HttpResponse<String> send(String path, HttpRequest.Builder request)
            throws IOException, InterruptedException {
        return http.send(
                request.uri(URI.create(url + "/admin/realms" + (path.isEmpty() ? "" : "/" + path)))
                        .timeout(CALL_MAX)
                        // An administrator's token lives for a minute: one per call never expires on the way.
                        .header("Authorization", "Bearer " + token())
                        .build(),
                BodyHandlers.ofString());
    }

    private String token() throws IOException, InterruptedException {
        String form = "grant_type=password&client_id=admin-cli&username=" + KeycloakServer.ADMIN + "&password="
                + URLEncoder.encode(password, StandardCharsets.UTF_8);
        String path = "/realms/master/protocol/openid-connect/token";
        HttpRequest request = HttpRequest.newBuilder(URI.create(url + path))
                .timeout(CALL_MAX)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(form))
                .build();
        String answer = expect("POST", path, http.send(request, BodyHandlers.ofString()));
        return json.readTree(answer).path("access_token").asText();
    }

    private static String expect(String method, String path, HttpResponse<String> response) {
        if (response.statusCode() / 100 != 2) {
            throw new LocalFailure(
                    "Keycloak refuses %s %s: %d %s".formatted(method, path, response.statusCode(), response.body()));
        }
        return response.body();
    }
}
