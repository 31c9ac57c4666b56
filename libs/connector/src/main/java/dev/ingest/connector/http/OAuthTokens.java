package dev.ingest.connector.http;

import dev.ingest.connector.manifest.OAuth;
import dev.ingest.connector.manifest.Scope;
import dev.ingest.expression.Python;
import dev.ingest.expression.Value;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Obtains and renews OAuth 2 access tokens. */
final class OAuthTokens {
    private final HttpSession session;
    private final TokenExchange exchange;
    private final RotatedTokens rotated;
    private final JwtTokens jwts;

    OAuthTokens(HttpSession session, TokenExchange exchange, JwtTokens jwts) {
        this.session = session;
        this.exchange = exchange;
        this.rotated = new RotatedTokens(session, exchange);
        this.jwts = jwts;
    }

    Granted token(OAuth oauth, Scope scope) {
        Granted granted = granted(oauth, scope);
        // Another session may have put it into the cache: its redactor knew it, this one's may not.
        session.redactor().add(granted.token());
        return granted;
    }

    private Granted granted(OAuth oauth, Scope scope) {
        if (oauth.endpoint().isEmpty()) {
            return new Granted("", held(oauth, scope), false);
        }
        if (oauth.rotation().isPresent()) {
            return rotated.token(oauth, oauth.rotation().get(), scope);
        }
        String url = oauth.endpoint().get().coercedText(scope);
        OAuthRequest.Values values = OAuthRequest.values(oauth, scope);
        session.redactor().add(values.clientSecret());
        values.refreshToken().ifPresent(session.redactor()::add);
        String credential = credential(oauth, url, values, scope);
        TokenCache.Token token = session.tokens()
                .obtain(
                        credential,
                        exchange.deadline(),
                        session.clock().instant(),
                        new TokenCache.Origin(
                                () -> initial(oauth, scope), refused -> request(oauth, url, values, scope)));
        return new Granted(credential, token.value(), true);
    }

    private static String held(OAuth oauth, Scope scope) {
        String token = OAuthRequest.text(oauth.initial().token(), scope);
        if (token.isEmpty()) {
            throw new ReadException(
                    ReadException.Kind.CONFIG,
                    oauth.manifestPath()
                            + ": has no token (expected a token_refresh_endpoint, or an access_token_value that the"
                            + " configuration fills)");
        }
        return token;
    }

    /** What is signed anew each time cannot identify a credential: then the whole configuration does. */
    private static String credential(OAuth oauth, String url, OAuthRequest.Values values, Scope scope) {
        Map<Value, Value> headers = OAuthRequest.headers(oauth, scope);
        String said = oauth.grant().assertion().isPresent()
                ? Python.repr(scope.config())
                : Python.repr(Value.dict(OAuthRequest.form(oauth, values, headers, scope)));
        return TokenCache.key(List.of(url, said, Python.repr(new Value.Dict(new LinkedHashMap<>(headers)))));
    }

    private Optional<TokenCache.Token> initial(OAuth oauth, Scope scope) {
        String token = OAuthRequest.text(oauth.initial().token(), scope);
        Optional<Instant> expires = oauth.initial()
                .expires()
                .map(template -> template.coercedText(scope))
                .filter(text -> !text.isEmpty())
                .map(text -> Moments.parse(text)
                        .orElseThrow(() -> new ReadException(
                                ReadException.Kind.CONFIG,
                                oauth.manifestPath() + ".token_expiry_date: is not a date (expected ISO 8601)")));
        Instant now = session.clock().instant();
        return token.isEmpty() ? Optional.empty() : expires.map(end -> new TokenCache.Token(token, now, end));
    }

    private TokenCache.Token request(OAuth oauth, String url, OAuthRequest.Values values, Scope scope) {
        Map<Value, Value> headers = OAuthRequest.headers(oauth, scope);
        Map<String, Value> form = oauth.grant()
                .assertion()
                .map(assertion -> asserted(oauth, jwts.token(assertion, scope), scope))
                .orElseGet(() -> OAuthRequest.form(oauth, values, headers, scope));
        ApiResponse response = exchange.send(OAuthRequest.build(oauth, url, form, headers), oauth.refusal());
        return new OAuthAnswer(oauth, scope, response).token(session.clock().instant());
    }

    private static Map<String, Value> asserted(OAuth oauth, String token, Scope scope) {
        Map<String, Value> form = new LinkedHashMap<>();
        form.put(
                oauth.grant().typeName().coercedText(scope),
                Value.of(oauth.grant().type().coercedText(scope)));
        form.put("assertion", Value.of(token));
        return form;
    }
}
