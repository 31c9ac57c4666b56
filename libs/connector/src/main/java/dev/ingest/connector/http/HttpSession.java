package dev.ingest.connector.http;

import java.net.http.HttpClient;
import java.time.Clock;
import java.util.random.RandomGenerator;

/**
 * What requests share: connections, tokens, time, secrets to hide. Thread-safe.
 *
 * @param credentials where rotated tokens are kept
 * @param unsaved rotated tokens that their store has not taken yet
 * @param jobs that the APIs run
 * @param random for the jitter of waits
 */
public record HttpSession(
        HttpClient client,
        TokenCache tokens,
        Budget budget,
        CredentialStores credentials,
        UnsavedGrants unsaved,
        TokenPools pools,
        ResponseCache cache,
        JobGate jobs,
        RandomGenerator random,
        Redactor redactor,
        SessionOptions options) {
    public static HttpSession create(SessionOptions options, RandomGenerator random) {
        HttpClient client = HttpClient.newBuilder()
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(options.limits().connectTimeout())
                // What the client does between the network and a body's reader is short: a thread of its own costs
                // more.
                .executor(Runnable::run)
                .build();
        return new HttpSession(
                client,
                new TokenCache(),
                new Budget(options.clock()),
                new CredentialStores(options.credentials()),
                new UnsavedGrants(),
                new TokenPools(),
                new ResponseCache(options.limits().maxCacheBytes()),
                new JobGate(),
                random,
                new Redactor(),
                options);
    }

    /** The same over other connections. */
    public HttpSession withClient(HttpClient other) {
        return new HttpSession(
                other, tokens, budget, credentials, unsaved, pools, cache, jobs, random, redactor, options);
    }

    public Clock clock() {
        return options.clock();
    }

    Sleeper sleeper() {
        return options.sleeper();
    }

    public ReadLimits limits() {
        return options.limits();
    }
}
