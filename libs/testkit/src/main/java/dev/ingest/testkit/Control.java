package dev.ingest.testkit;

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

/** The stack's control port. */
final class Control {
    /** A restarted service on a loaded machine may take this long. */
    private static final Duration CALL_MAX = Duration.ofSeconds(120);

    private final HttpClient http = HttpClient.newHttpClient();
    private final String url;

    Control(String url) {
        this.url = url;
    }

    void post(String command, String argument) {
        String path = "/" + command + "/" + URLEncoder.encode(argument, StandardCharsets.UTF_8);
        HttpRequest request = HttpRequest.newBuilder(URI.create(url + path))
                .timeout(CALL_MAX)
                .POST(BodyPublishers.noBody())
                .build();
        HttpResponse<String> response = Http.send(http, request);
        if (response.statusCode() != 204) {
            throw new IllegalStateException(
                    "the stack refuses %s %s: %s".formatted(command, argument, response.body()));
        }
    }

    /** Sends, with the exceptions a test can do nothing about made unchecked. */
    static final class Http {
        private Http() {}

        static HttpResponse<String> send(HttpClient http, HttpRequest request) {
            try {
                return http.send(request, BodyHandlers.ofString());
            } catch (IOException e) {
                throw new IllegalStateException("no answer from " + request.uri() + ": " + e, e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted while asking " + request.uri(), e);
            }
        }
    }
}
