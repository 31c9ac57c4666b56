package dev.ingest.local.services;

import dev.ingest.local.state.LocalFailure;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** Asks a service whether it is ready. */
public final class Readiness {
    private static final Duration ANSWER_MAX = Duration.ofSeconds(5);
    private static final int POLL_MILLIS = 50;

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(ANSWER_MAX).build();

    /** @param url of the service, {@code http://host:port} */
    public boolean isReady(String url) throws InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url + "/q/health/ready"))
                .timeout(ANSWER_MAX)
                .build();
        try {
            return http.send(request, BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException e) {
            // Not listening yet, or not any more: both are an answer.
            return false;
        }
    }

    /** @throws LocalFailure when it takes longer than this, or when the service was given up */
    void await(Supervised service, String url, Duration max) throws InterruptedException {
        long deadline = System.nanoTime() + max.toNanos();
        while (!isReady(url)) {
            service.givenUp().ifPresent(reason -> {
                throw new LocalFailure(reason);
            });
            if (System.nanoTime() > deadline) {
                throw service.failure();
            }
            Thread.sleep(POLL_MILLIS);
        }
    }
}
