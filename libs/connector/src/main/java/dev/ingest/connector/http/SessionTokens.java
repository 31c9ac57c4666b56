package dev.ingest.connector.http;

import dev.ingest.connector.manifest.Authenticator;
import dev.ingest.connector.manifest.Scope;
import dev.ingest.expression.Python;
import dev.ingest.expression.Value;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Tokens that a login request gives. */
final class SessionTokens {
    /** A token without a lifetime is used until it is refused; this only bounds how long it is kept. */
    private static final Duration UNKNOWN_LIFE = Duration.ofDays(1);

    private final HttpSession session;
    private final TokenExchange exchange;

    SessionTokens(HttpSession session, TokenExchange exchange) {
        this.session = session;
        this.exchange = exchange;
    }

    /** @param login the login request, with its own credentials */
    Granted token(Authenticator.SessionToken authenticator, ApiRequest login, Scope scope) {
        String credential = TokenCache.key(List.of(
                login.uri().toString(),
                String.valueOf(login.allHeaders()),
                new String(login.body(), StandardCharsets.UTF_8)));
        TokenCache.Token token = session.tokens()
                .obtain(credential, session.clock().instant(), () -> logIn(authenticator, login, scope));
        session.redactor().add(token.value());
        return new Granted(credential, token.value());
    }

    private TokenCache.Token logIn(Authenticator.SessionToken authenticator, ApiRequest login, Scope scope) {
        ApiResponse response = exchange.send(login, "the user name, password or key it logs in with");
        Optional<Value> found = Optional.of(response.json());
        for (var part : authenticator.tokenPath()) {
            String name = part.text(scope);
            found = found.flatMap(value -> value instanceof Value.Dict dict ? dict.at(name) : Optional.empty());
        }
        String token = found.filter(Python::truth)
                .map(Python::str)
                .orElseThrow(() -> new ReadException(
                        ReadException.Kind.CONFIG,
                        "login " + response.request() + " answered " + response.status() + " without a token at "
                                + authenticator.manifestPath() + ".session_token_path"));
        session.redactor().add(token);
        Instant now = session.clock().instant();
        return new TokenCache.Token(token, now, now.plus(life(authenticator)));
    }

    private static Duration life(Authenticator.SessionToken authenticator) {
        try {
            return authenticator.lifetime().map(Duration::parse).orElse(UNKNOWN_LIFE);
        } catch (DateTimeException invalid) {
            throw new ReadException(
                    ReadException.Kind.CONFIG,
                    authenticator.manifestPath() + ".expiration_duration: is not an ISO-8601 duration (expected a form"
                            + " like P1D or PT1H)",
                    invalid);
        }
    }
}
