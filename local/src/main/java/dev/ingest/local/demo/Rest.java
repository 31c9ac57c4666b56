package dev.ingest.local.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.NullNode;
import dev.ingest.local.oidc.TokenRequest;
import dev.ingest.local.state.LocalFailure;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Set;

/** One client of one service. Every call asks for a fresh token: the demo may outlast one. */
final class Rest {
    static final ObjectMapper JSON = new ObjectMapper();

    private static final Duration ANSWER_MAX = Duration.ofSeconds(60);

    private final HttpClient http = HttpClient.newHttpClient();
    private final TokenRequest tokens;
    private final String url;
    private final String client;

    /**
     * @param url of the service
     * @param client who calls, see the local OIDC provider
     */
    Rest(TokenRequest tokens, String url, String client) {
        this.tokens = tokens;
        this.url = url;
        this.client = client;
    }

    JsonNode get(String path) throws InterruptedException {
        return answer(request(path).GET(), "GET " + path, Set.of(200)).body();
    }

    JsonNode put(String path, Object body) throws InterruptedException {
        return put(path, "application/json", JSON.valueToTree(body).toString());
    }

    JsonNode put(String path, String type, String body) throws InterruptedException {
        var request = request(path).header("Content-Type", type).PUT(BodyPublishers.ofString(body));
        return answer(request, "PUT " + path, Set.of(200, 201)).body();
    }

    void delete(String path) throws InterruptedException {
        var _ = answer(request(path).DELETE(), "DELETE " + path, Set.of(200, 204));
    }

    /** An answer with one of the accepted codes. */
    record Answer(int status, JsonNode body) {}

    Answer post(String path, String body, Set<Integer> accepted) throws InterruptedException {
        var request = request(path).header("Content-Type", "application/json").POST(BodyPublishers.ofString(body));
        return answer(request, "POST " + path, accepted);
    }

    /** A post that carries a token of another kind. */
    Answer postWith(String header, String value, String path, String body) throws InterruptedException {
        var request = HttpRequest.newBuilder(URI.create(url + path))
                .timeout(ANSWER_MAX)
                .header(header, value)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body));
        return answer(request, "POST " + path, Set.of(200));
    }

    private HttpRequest.Builder request(String path) throws InterruptedException {
        return HttpRequest.newBuilder(URI.create(url + path))
                .timeout(ANSWER_MAX)
                .header("Authorization", "Bearer " + tokens.send(client));
    }

    private Answer answer(HttpRequest.Builder request, String call, Set<Integer> accepted) throws InterruptedException {
        try {
            HttpResponse<String> response = http.send(request.build(), BodyHandlers.ofString());
            if (!accepted.contains(response.statusCode())) {
                throw new LocalFailure("%s as %s: %d %s"
                        .formatted(
                                call,
                                client,
                                response.statusCode(),
                                response.body().strip()));
            }
            JsonNode body = response.body().isBlank() ? NullNode.getInstance() : JSON.readTree(response.body());
            return new Answer(response.statusCode(), body);
        } catch (IOException e) {
            throw new LocalFailure(call + ": " + url + " does not answer as it should: " + e, e);
        }
    }
}
