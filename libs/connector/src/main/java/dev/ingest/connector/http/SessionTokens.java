package dev.ingest.connector.http;

import dev.ingest.connector.decode.Body;
import dev.ingest.connector.decode.DecodeException;
import dev.ingest.connector.decode.DecodeOptions;
import dev.ingest.connector.decode.Decoders;
import dev.ingest.connector.decode.Response;
import dev.ingest.connector.json.JsonSyntaxException;
import dev.ingest.connector.manifest.Authenticator;
import dev.ingest.connector.manifest.Interpolated;
import dev.ingest.connector.manifest.Lifetime;
import dev.ingest.connector.manifest.Scope;
import dev.ingest.expression.JsonText;
import dev.ingest.expression.Python;
import dev.ingest.expression.Value;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;

/** Tokens that a login request gives. */
final class SessionTokens {
    /** How long a token of the old authenticator is taken for valid; it has no field for it. */
    private static final Duration LEGACY_LIFE = Duration.ofDays(1);

    private static final int UNAUTHORIZED = 401;

    private final HttpSession session;
    private final TokenExchange exchange;
    private final Function<Call, ApiResponse> send;

    /** @param send with the error handling of the call's requester */
    SessionTokens(HttpSession session, TokenExchange exchange, Function<Call, ApiResponse> send) {
        this.session = session;
        this.exchange = exchange;
        this.send = send;
    }

    /** @param login the login request without its own credentials, to tell logins apart */
    Granted token(Authenticator.SessionToken authenticator, ApiRequest login, Scope scope) {
        Optional<Lifetime> lifetime = authenticator.lifetime();
        if (lifetime.isEmpty()) {
            return new Granted("", logIn(authenticator, scope), false);
        }
        String credential = TokenCache.key(List.of(
                Python.repr(scope.config()),
                login.uri().toString(),
                String.valueOf(login.headers()),
                new String(login.body(), StandardCharsets.UTF_8)));
        Instant now = session.clock().instant();
        TokenCache.Token token = session.tokens()
                .obtain(
                        credential,
                        exchange.deadline(),
                        now,
                        TokenCache.Origin.of(() -> new TokenCache.Token(
                                logIn(authenticator, scope), now, lifetime.get().from(now))));
        session.redactor().add(token.value());
        return new Granted(credential, token.value(), false);
    }

    private String logIn(Authenticator.SessionToken authenticator, Scope scope) {
        ApiResponse response = send.apply(new Call(authenticator.login(), scope, List.of(), Optional.empty(), false));
        Optional<Value> found = Optional.of(answer(authenticator, response));
        for (String name : authenticator.tokenPath()) {
            found = found.flatMap(value -> at(value, name));
        }
        String token = found.filter(value -> !(value instanceof Value.None))
                .map(Python::str)
                .orElseThrow(() -> new ReadException(
                        ReadException.Kind.CONFIG,
                        "login " + response.request() + " answered " + response.status() + " without a token at "
                                + authenticator.manifestPath() + ".session_token_path"));
        session.redactor().add(token);
        return token;
    }

    private Value answer(Authenticator.SessionToken authenticator, ApiResponse response) {
        ReadLimits limits = session.limits();
        DecodeOptions options = new DecodeOptions(limits.maxPageBytes(), limits.maxRecordBytes(), true);
        Response given = new Response(new ByteArrayInputStream(response.body()), response.header("content-type"));
        try {
            return switch (Decoders.open(authenticator.decoder(), given, options)
                    .next()
                    .orElse(Body.EMPTY)) {
                case Body.Built(var value) -> value;
                case Body.Text(var json, var line) -> json.value();
                case Body.TooLarge(var part) -> throw new DecodeException(part.reason());
            };
        } catch (DecodeException | IOException | JsonSyntaxException unreadable) {
            throw new ReadException(
                    ReadException.Kind.CONFIG,
                    "login " + response.request() + " answered " + response.status()
                            + " with a body that is not what its decoder reads; check "
                            + authenticator.manifestPath() + ".decoder",
                    unreadable);
        }
    }

    private static Optional<Value> at(Value value, String name) {
        return switch (value) {
            case Value.Dict dict -> dict.at(name);
            case Value.Items(var elements) ->
                Numbers.whole(name)
                        .filter(index -> index >= 0 && index < elements.size())
                        .map(index -> elements.get(index.intValue()));
            case Value other -> Optional.empty();
        };
    }

    Granted legacy(Authenticator.LegacySessionToken authenticator, Scope scope) {
        String given = OAuthRequest.text(authenticator.token(), scope);
        session.redactor().add(given);
        String credential = TokenCache.key(List.of(
                Python.repr(scope.config()),
                authenticator.base().coercedText(scope),
                authenticator.loginUrl().coercedText(scope)));
        Instant now = session.clock().instant();
        TokenCache.Token token = session.tokens()
                .obtain(
                        credential,
                        exchange.deadline(),
                        now,
                        TokenCache.Origin.of(() -> new TokenCache.Token(
                                !given.isEmpty() && isValid(authenticator, given, scope)
                                        ? given
                                        : legacyLogIn(authenticator, scope),
                                now,
                                now.plus(LEGACY_LIFE))));
        session.redactor().add(token.value());
        return new Granted(credential, token.value(), false);
    }

    private boolean isValid(Authenticator.LegacySessionToken authenticator, String token, Scope scope) {
        Map<String, String> header = Map.of(authenticator.header().coercedText(scope), token);
        ApiRequest request = new ApiRequest(
                "GET", address(authenticator, authenticator.validateUrl(), scope), headers(), header, new byte[0]);
        return exchange.send(request, "the session token", Set.of(UNAUTHORIZED)).status() != UNAUTHORIZED;
    }

    private static java.net.URI address(
            Authenticator.LegacySessionToken authenticator, Interpolated path, Scope scope) {
        return Urls.parse(authenticator.base().coercedText(scope) + path.coercedText(scope));
    }

    private static Map<String, String> headers() {
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        headers.put("Accept", "application/json");
        headers.put("Content-Type", "application/json");
        return headers;
    }

    private String legacyLogIn(Authenticator.LegacySessionToken authenticator, Scope scope) {
        String username = OAuthRequest.text(authenticator.username(), scope);
        String password = OAuthRequest.text(authenticator.password(), scope);
        session.redactor().add(password);
        if (username.isEmpty() || password.isEmpty()) {
            throw new ReadException(
                    ReadException.Kind.AUTH,
                    authenticator.manifestPath()
                            + ": the session token is not valid, and there is no user name and password to log in with");
        }
        Value body = Value.dict(Map.of("username", Value.of(username), "password", Value.of(password)));
        ApiRequest login = new ApiRequest(
                "POST",
                address(authenticator, authenticator.loginUrl(), scope),
                headers(),
                Map.of(),
                JsonText.compact(body).getBytes(StandardCharsets.UTF_8));
        ApiResponse response = exchange.send(login, "the user name and password it logs in with", Set.of());
        String key = authenticator.responseKey().coercedText(scope);
        return at(response.json(), key)
                .map(Python::str)
                .orElseThrow(() -> new ReadException(
                        ReadException.Kind.CONFIG,
                        "login " + response.request() + " answered " + response.status() + " without the field '" + key
                                + "'"));
    }
}
