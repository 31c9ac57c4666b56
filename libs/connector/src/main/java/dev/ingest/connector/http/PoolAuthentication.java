package dev.ingest.connector.http;

import dev.ingest.connector.manifest.Interpolated;
import dev.ingest.connector.manifest.Lifetime;
import dev.ingest.connector.manifest.Scope;
import dev.ingest.connector.manifest.TokenPool;
import dev.ingest.expression.Python;
import dev.ingest.expression.Value;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;

/** Gives each request the token that has calls left. */
final class PoolAuthentication {
    /** A shorter delay is not worth waiting for. */
    private static final Duration SHORTEST_DELAY = Duration.ofMillis(100);

    private final HttpSession session;
    private final TokenExchange exchange;

    PoolAuthentication(HttpSession session, TokenExchange exchange) {
        this.session = session;
        this.exchange = exchange;
    }

    /** A request with its token, and where to report how it was answered. */
    record Lease(ApiRequest request, PooledTokens tokens, String token, TokenPool.Quota quota) {
        /** Whether the language's wait can be spared because another token has calls left. */
        boolean hasOther() {
            return tokens.hasOther(token, quota.name());
        }

        void learn(ApiResponse response) {
            boolean exhausted = quota.exhausted().contains(response.status());
            Optional<Long> remaining = header(response, quota.remainingHeader())
                    .flatMap(Numbers::whole)
                    .or(() -> exhausted ? Optional.of(0L) : Optional.empty());
            Optional<Instant> reset = header(response, quota.resetHeader()).flatMap(Moments::parse);
            Optional<Long> limit = header(response, quota.limitHeader()).flatMap(Numbers::whole);
            if (remaining.isPresent() || reset.isPresent() || limit.isPresent()) {
                tokens.learn(token, quota.name(), new PooledTokens.Seen(remaining, reset, limit, exhausted));
            }
        }

        private static Optional<String> header(ApiResponse response, Optional<String> name) {
            return name.flatMap(response::header);
        }
    }

    Lease lease(TokenPool pool, ApiRequest request, Scope scope) {
        PooledTokens tokens = tokens(pool, scope);
        seed(pool, tokens, scope, () -> !tokens.isSeeded());
        TokenPool.Quota quota = quota(pool, request);
        String token = take(pool, tokens, quota.name(), scope);
        Map<String, String> credentials = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        credentials.putAll(request.credentials());
        credentials.put(pool.header().coercedText(scope), (pool.method() + " " + token).strip());
        ApiRequest signed =
                new ApiRequest(request.method(), request.uri(), request.headers(), credentials, request.body());
        return new Lease(signed, tokens, token, quota);
    }

    private PooledTokens tokens(TokenPool pool, Scope scope) {
        List<String> tokens =
                switch (pool.tokens()) {
                    case TokenPool.Tokens.Joined(var text, var delimiter) ->
                        List.of(text.coercedText(scope).split(java.util.regex.Pattern.quote(delimiter)));
                    case TokenPool.Tokens.Each(var each) ->
                        each.stream()
                                .map(template -> template.coercedText(scope))
                                .toList();
                };
        List<String> filled = tokens.stream()
                .map(String::strip)
                .filter(token -> !token.isEmpty())
                .toList();
        if (filled.isEmpty()) {
            throw new ReadException(
                    ReadException.Kind.CONFIG, pool.manifestPath() + ".tokens: are empty (expected at least one)");
        }
        filled.forEach(session.redactor()::add);
        List<String> names = pool.quotas().stream().map(TokenPool.Quota::name).toList();
        return session.pools().of(List.of(filled, pool.status().url().coercedText(scope), names), filled);
    }

    /** The quota whose matchers fit first, else the first without any. */
    private static TokenPool.Quota quota(TokenPool pool, ApiRequest request) {
        List<TokenPool.Quota> quotas = pool.quotas();
        return quotas.stream()
                .filter(quota -> !quota.matchers().isEmpty())
                .filter(quota -> RequestMatching.matchesAny(quota.matchers(), request))
                .findFirst()
                .or(() -> quotas.stream()
                        .filter(quota -> quota.matchers().isEmpty())
                        .findFirst())
                .orElse(quotas.getFirst());
    }

    private String take(TokenPool pool, PooledTokens tokens, String quota, Scope scope) {
        PooledTokens.Reserve reserve = new PooledTokens.Reserve(pool.reserveFraction(), pool.minReserve());
        Duration most = maxWait(pool, scope);
        Instant end = session.clock().instant().plus(most);
        while (true) {
            Instant now = session.clock().instant();
            switch (tokens.take(quota, now, reserve)) {
                case PooledTokens.Turn.Use(var token, var delay) -> {
                    if (delay.compareTo(SHORTEST_DELAY) >= 0) {
                        exchange.deadline().pause(delay);
                    }
                    return token;
                }
                case PooledTokens.Turn.Wait(var wait) -> {
                    if (!now.plus(wait).isBefore(end)) {
                        throw new ReadException(
                                ReadException.Kind.RATE_LIMIT,
                                pool.manifestPath() + ": every token's quota '" + quota + "' is used up for "
                                        + wait.toSeconds() + " s (expected less than max_wait_time, " + most + ")");
                    }
                    exchange.deadline().pause(wait);
                    seedAgain(pool, tokens, quota, scope);
                }
            }
        }
    }

    private void seedAgain(TokenPool pool, PooledTokens tokens, String quota, Scope scope) {
        seed(pool, tokens, scope, () -> tokens.isExhausted(quota));
    }

    /** One thread asks the API, the others wait for that. */
    private void seed(TokenPool pool, PooledTokens tokens, Scope scope, BooleanSupplier needed) {
        if (!needed.getAsBoolean()) {
            return;
        }
        exchange.deadline().acquire(tokens.seeding());
        try {
            if (needed.getAsBoolean()) {
                tokens.seed(statuses(pool, tokens, scope));
            }
        } finally {
            tokens.seeding().unlock();
        }
    }

    private static Duration maxWait(TokenPool pool, Scope scope) {
        String text = pool.maxWait().coercedText(scope);
        return Lifetime.parse(text)
                .flatMap(Lifetime::fixed)
                .orElseThrow(() -> new ReadException(
                        ReadException.Kind.CONFIG,
                        pool.maxWait().path() + ": '" + text + "' has no fixed length (expected a form like PT2H)"));
    }

    private Map<String, Map<String, PooledTokens.Quota>> statuses(TokenPool pool, PooledTokens tokens, Scope scope) {
        Map<String, Map<String, PooledTokens.Quota>> statuses = new HashMap<>();
        tokens.tokens().forEach(token -> statuses.put(token, status(pool, token, scope)));
        return statuses;
    }

    private Map<String, PooledTokens.Quota> status(TokenPool pool, String token, Scope scope) {
        TokenPool.QuotaStatus source = pool.status();
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        source.headers()
                .forEach(header -> headers.put(header.name(), header.value().coercedText(scope)));
        headers.putIfAbsent("Accept", "*/*");
        Interpolated name = pool.header();
        ApiRequest request = new ApiRequest(
                source.method().name(),
                Urls.parse(source.url().coercedText(scope)),
                headers,
                Map.of(name.coercedText(scope), (pool.method() + " " + token).strip()),
                new byte[0]);
        ApiResponse response = exchange.send(request, "the tokens", source.unavailable());
        Map<String, PooledTokens.Quota> quotas = new HashMap<>();
        for (TokenPool.Quota quota : pool.quotas()) {
            quotas.put(
                    quota.name(),
                    source.unavailable().contains(response.status())
                            ? new PooledTokens.Quota(0, session.clock().instant(), 0, false)
                            : quota(pool, quota, response));
        }
        return quotas;
    }

    private static PooledTokens.Quota quota(TokenPool pool, TokenPool.Quota quota, ApiResponse response) {
        String remaining = at(pool, quota, response, quota.remaining());
        String limit =
                quota.limit().map(path -> at(pool, quota, response, path)).orElse(remaining);
        Optional<Instant> reset = Moments.parse(at(pool, quota, response, quota.reset()));
        Optional<Double> left = Numbers.of(remaining);
        Optional<Double> most = Numbers.of(limit);
        if (reset.isEmpty() || left.isEmpty() || most.isEmpty()) {
            throw new ReadException(
                    ReadException.Kind.CONFIG,
                    pool.manifestPath() + ": quota '" + quota.name()
                            + "' has no numbers or no date in the API's answer (expected them at its paths)");
        }
        return new PooledTokens.Quota((long) (double) left.get(), reset.get(), (long) (double) most.get(), true);
    }

    private static String at(TokenPool pool, TokenPool.Quota quota, ApiResponse response, List<String> path) {
        Value current = response.json();
        List<String> passed = new ArrayList<>();
        for (String name : path) {
            passed.add(name);
            current = current instanceof Value.Dict dict ? dict.at(name).orElse(Value.NONE) : Value.NONE;
            if (current instanceof Value.None) {
                throw new ReadException(
                        ReadException.Kind.CONFIG,
                        pool.manifestPath() + ": quota '" + quota.name() + "' is not in the API's answer at "
                                + String.join(".", passed));
            }
        }
        return Python.str(current);
    }
}
