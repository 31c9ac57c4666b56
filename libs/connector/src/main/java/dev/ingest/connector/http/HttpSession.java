package dev.ingest.connector.http;

import java.net.http.HttpClient;
import java.time.Clock;
import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * What requests share: connections, tokens, time, secrets to hide. Thread-safe.
 *
 * @param random for the jitter of waits
 */
public record HttpSession(
        HttpClient client,
        TokenCache tokens,
        Clock clock,
        Sleeper sleeper,
        RandomGenerator random,
        Redactor redactor,
        ReadLimits limits) {
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);

    public static HttpSession create(Clock clock, Sleeper sleeper, RandomGenerator random, ReadLimits limits) {
        HttpClient client = HttpClient.newBuilder()
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(CONNECT_TIMEOUT)
                .build();
        return new HttpSession(client, new TokenCache(), clock, sleeper, random, new Redactor(), limits);
    }
}
