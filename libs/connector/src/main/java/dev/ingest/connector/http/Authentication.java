package dev.ingest.connector.http;

import dev.ingest.connector.extension.CustomAuthenticator;
import dev.ingest.connector.manifest.Authenticator;
import dev.ingest.connector.manifest.Jwt;
import dev.ingest.connector.manifest.OAuth;
import dev.ingest.connector.manifest.RequestOption;
import dev.ingest.connector.manifest.Scope;
import dev.ingest.connector.manifest.TokenPool;
import dev.ingest.expression.Python;
import dev.ingest.expression.Value;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** Puts credentials into a request. */
final class Authentication {
    private static final String OWNER = "the authenticator";

    private final HttpSession session;
    private final TokenExchange exchange;
    private final OAuthTokens oauthTokens;
    private final SessionTokens sessionTokens;
    private final JwtTokens jwtTokens;

    Authentication(HttpSession session, TokenExchange exchange, SessionTokens sessionTokens) {
        this.session = session;
        this.exchange = exchange;
        this.jwtTokens = new JwtTokens(session);
        this.oauthTokens = new OAuthTokens(session, exchange, jwtTokens);
        this.sessionTokens = sessionTokens;
    }

    /** The authenticator that the configuration chooses. */
    static Authenticator chosen(Authenticator authenticator, Scope scope) {
        return authenticator instanceof Authenticator.Selective selective
                ? chosen(selected(selective, scope), scope)
                : authenticator;
    }

    /**
     * @param login the login request of a session token, without credentials
     * @return a token that can be renewed
     */
    Optional<Granted> apply(Authenticator authenticator, RequestParts parts, Scope scope, Supplier<ApiRequest> login) {
        switch (authenticator) {
            case Authenticator.NoAuth none -> {}
            case Authenticator.Bearer(var token) -> authorization(parts, "Bearer " + secret(token.coercedText(scope)));
            case Authenticator.Basic(var username, var password) ->
                authorization(parts, basic(username.coercedText(scope), secret(password.coercedText(scope))));
            case Authenticator.ApiKey(var token, var target) ->
                inject(parts, target, secret(token.coercedText(scope)), scope);
            case OAuth oauth -> {
                Granted granted = oauthTokens.token(oauth, scope);
                authorization(parts, "Bearer " + granted.token());
                return Optional.of(granted).filter(token -> !token.credential().isEmpty());
            }
            case Jwt jwt -> inject(parts, jwt.target(), jwtTokens.token(jwt, scope), scope);
            case Authenticator.SessionToken token -> {
                Granted granted = sessionTokens.token(token, login.get(), scope);
                session(token, granted, parts, scope);
                return Optional.of(granted).filter(each -> !each.credential().isEmpty());
            }
            case Authenticator.LegacySessionToken legacy -> {
                Granted granted = sessionTokens.legacy(legacy, scope);
                parts.credential(legacy.header().coercedText(scope), granted.token(), OWNER);
                return Optional.of(granted);
            }
            // What it says depends on the finished request.
            case Authenticator.Custom custom -> {}
            case Authenticator.Selective selective -> throw new IllegalStateException("is chosen before");
            // Its token depends on the finished request.
            case TokenPool pool -> {}
        }
        return Optional.empty();
    }

    /** A request with what a replacement gives for it. */
    Signed sign(CustomAuthenticator replacement, ApiRequest request, Scope scope) {
        SessionAccess access = access(scope);
        Map<String, Value> parameters = new LinkedHashMap<>();
        replacement
                .parameters(request.outgoing(), access)
                .forEach((name, value) -> parameters.put(name, Value.of(secret(value))));
        URI address = Urls.parse(Urls.withQuery(request.uri().toString(), parameters));
        ApiRequest addressed =
                new ApiRequest(request.method(), address, request.headers(), request.credentials(), request.body());
        Map<String, String> credentials = new LinkedHashMap<>(request.credentials());
        replacement
                .headers(addressed.outgoing(), access)
                .forEach((name, value) -> credentials.put(name, secret(value)));
        return new Signed(
                new ApiRequest(request.method(), address, request.headers(), credentials, request.body()),
                access.granted());
    }

    SessionAccess access(Scope scope) {
        return new SessionAccess(session, exchange, scope);
    }

    /** @param granted a token that can be renewed */
    record Signed(ApiRequest request, Optional<Granted> granted) {}

    private void session(Authenticator.SessionToken authenticator, Granted granted, RequestParts parts, Scope scope) {
        Optional<Authenticator.Target> target = authenticator.target();
        if (target.isEmpty()) {
            authorization(parts, "Bearer " + granted.token());
            return;
        }
        Scope withToken = scope.with("session_token", Value.of(granted.token()));
        inject(parts, target.get().option(), secret(target.get().text().coercedText(withToken)), scope);
    }

    private static void inject(RequestParts parts, RequestOption target, String value, Scope scope) {
        parts.inject(target, Value.of(value), OWNER, scope, true);
    }

    private String secret(String value) {
        session.redactor().add(value);
        return value;
    }

    private String basic(String username, String password) {
        byte[] pair = (username + ":" + password).getBytes(StandardCharsets.UTF_8);
        return "Basic " + secret(Base64.getEncoder().encodeToString(pair));
    }

    private static void authorization(RequestParts parts, String value) {
        parts.credential("Authorization", value, OWNER);
    }

    private static Authenticator selected(Authenticator.Selective selective, Scope scope) {
        Value current = scope.config();
        for (String name : selective.selection()) {
            current = current instanceof Value.Dict dict ? dict.at(name).orElse(Value.NONE) : Value.NONE;
        }
        Authenticator chosen = selective.options().get(Python.str(current));
        if (chosen == null) {
            throw new ReadException(
                    ReadException.Kind.CONFIG,
                    "config." + String.join(".", selective.selection()) + " selects no authenticator (expected one of "
                            + selective.options().keySet() + ")");
        }
        return chosen;
    }
}
