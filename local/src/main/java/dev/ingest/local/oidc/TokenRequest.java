package dev.ingest.local.oidc;

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

/** Asks the local provider for a token, as any client would. */
public final class TokenRequest {
    private static final Duration ANSWER_MAX = Duration.ofSeconds(20);

    private final HttpClient http = HttpClient.newHttpClient();
    private final String url;

    /** @param url {@code http://host:port} of the provider */
    public TokenRequest(String url) {
        this.url = url;
    }

    /** @throws LocalFailure if there is no token for this client */
    public String send(String client) throws InterruptedException {
        String form = "grant_type=client_credentials&client_secret=local&client_id="
                + URLEncoder.encode(client, StandardCharsets.UTF_8);
        HttpRequest request = HttpRequest.newBuilder(URI.create(url + "/ingest/token"))
                .timeout(ANSWER_MAX)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(form))
                .build();
        try {
            HttpResponse<String> response = http.send(request, BodyHandlers.ofString());
            var body = new ObjectMapper().readTree(response.body());
            if (response.statusCode() != 200) {
                throw new LocalFailure("no token for %s: %d %s".formatted(client, response.statusCode(), body));
            }
            return body.get("access_token").asText();
        } catch (IOException e) {
            throw new LocalFailure("the OIDC provider at " + url + " does not answer: ./ingest status", e);
        }
    }
}
