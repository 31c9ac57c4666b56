package dev.ingest.connector.http;

import dev.ingest.connector.manifest.OAuth;
import dev.ingest.connector.manifest.Scope;
import dev.ingest.expression.Python;
import dev.ingest.expression.Value;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What a token request is answered. */
final class OAuthAnswer {
    private static final Duration DEFAULT_LIFE = Duration.ofHours(1);
    /** No token lives longer, whatever its issuer says. */
    private static final long LIFE_MAX = Duration.ofDays(36_500).toSeconds();
    /** Fields are looked for so deep inside the answer. */
    private static final int DEPTH_MAX = 5;

    private final OAuth oauth;
    private final Scope scope;
    private final ApiResponse response;
    private final Value body;

    OAuthAnswer(OAuth oauth, Scope scope, ApiResponse response) {
        this.oauth = oauth;
        this.scope = scope;
        this.response = response;
        this.body = response.json();
    }

    TokenCache.Token token(Instant now) {
        String name = oauth.given().token().coercedText(scope);
        String token = find(body, name, 0)
                .filter(Python::truth)
                .map(Python::str)
                // Providers that refuse a credential with status 200 say so in a body like this.
                .orElseThrow(() -> new ReadException(
                        ReadException.Kind.AUTH,
                        "token request " + response.request() + " answered " + response.status()
                                + " without the field '" + name + "' (expected a JSON object that holds it)"));
        return new TokenCache.Token(token, now, expiry(now));
    }

    /** The next refresh token, if the answer has one. */
    Optional<String> text(String name) {
        return find(body, name, 0)
                .filter(value -> !(value instanceof Value.None))
                .map(Python::str);
    }

    private Instant expiry(Instant now) {
        Optional<String> text = text(oauth.given().expires().coercedText(scope));
        if (text.isEmpty()) {
            return now.plus(DEFAULT_LIFE);
        }
        Optional<String> format = oauth.given().expiresAt();
        Optional<Instant> expiry = format.isPresent()
                ? Moments.parse(text.get(), format.get())
                : Numbers.of(text.get())
                        .map(seconds -> now.plusSeconds(Math.clamp((long) (double) seconds, -LIFE_MAX, LIFE_MAX)));
        return expiry.orElseThrow(() -> new ReadException(
                ReadException.Kind.CONFIG,
                oauth.manifestPath() + ": the token's expiry is neither seconds nor in the declared format"));
    }

    private static Optional<Value> find(Value value, String name, int depth) {
        if (depth > DEPTH_MAX) {
            return Optional.empty();
        }
        List<Value> inner = List.of();
        if (value instanceof Value.Dict dict) {
            Optional<Value> here = dict.at(name);
            if (here.isPresent()) {
                return here;
            }
            inner = List.copyOf(dict.entries().values());
        } else if (value instanceof Value.Items(var elements)) {
            inner = elements;
        }
        return inner.stream()
                .flatMap(each -> find(each, name, depth + 1).stream())
                .filter(found -> !(found instanceof Value.None))
                .findFirst();
    }
}
