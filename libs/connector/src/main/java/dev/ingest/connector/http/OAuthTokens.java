package dev.ingest.connector.http;

import dev.ingest.connector.manifest.Authenticator;
import dev.ingest.connector.manifest.Interpolated;
import dev.ingest.connector.manifest.Scope;
import dev.ingest.expression.DateParse;
import dev.ingest.expression.ExpressionException;
import dev.ingest.expression.Python;
import dev.ingest.expression.UrlText;
import dev.ingest.expression.Value;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Obtains and renews OAuth 2 access tokens. */
final class OAuthTokens {
    private static final Duration DEFAULT_LIFE = Duration.ofHours(1);

    private final HttpSession session;
    private final TokenExchange exchange;

    OAuthTokens(HttpSession session, TokenExchange exchange) {
        this.session = session;
        this.exchange = exchange;
    }

    Granted token(Authenticator.OAuth oauth, Scope scope) {
        if (oauth.endpoint().isEmpty()) {
            String token = text(oauth.accessToken(), scope);
            session.redactor().add(token);
            return new Granted("", token);
        }
        Map<String, Value> form = form(oauth, scope);
        String url = oauth.endpoint().get().text(scope);
        String credential = TokenCache.key(List.of(url, Python.repr(Value.dict(form))));
        TokenCache.Token token =
                session.tokens().obtain(credential, session.clock().instant(), () -> request(oauth, scope, url, form));
        // Another session may have put it into the cache: its redactor knew it, this one's may not.
        session.redactor().add(token.value());
        return new Granted(credential, token.value());
    }

    private static String text(Optional<Interpolated> template, Scope scope) {
        return template.map(present -> present.text(scope)).orElse("");
    }

    private Map<String, Value> form(Authenticator.OAuth oauth, Scope scope) {
        Map<String, Value> form = new LinkedHashMap<>();
        form.put("grant_type", Value.of(oauth.grantType().text(scope)));
        put(form, oauth.clientIdName(), oauth.clientId(), scope);
        put(form, oauth.clientSecretName(), oauth.clientSecret(), scope);
        put(form, oauth.refreshTokenName(), oauth.refreshToken(), scope);
        if (!oauth.scopes().isEmpty()) {
            form.put(
                    "scopes",
                    Value.list(oauth.scopes().stream()
                            .map(each -> Value.of(each.text(scope)))
                            .toList()));
        }
        oauth.extraBody().texts(scope).forEach(form::putIfAbsent);
        session.redactor().add(text(oauth.clientSecret(), scope));
        session.redactor().add(text(oauth.refreshToken(), scope));
        return form;
    }

    private static void put(Map<String, Value> form, Interpolated name, Optional<Interpolated> value, Scope scope) {
        String text = text(value, scope);
        if (!text.isEmpty()) {
            form.put(name.text(scope), Value.of(text));
        }
    }

    private TokenCache.Token request(Authenticator.OAuth oauth, Scope scope, String url, Map<String, Value> form) {
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        headers.put("Content-Type", "application/x-www-form-urlencoded");
        headers.put("Accept", "application/json");
        oauth.extraHeaders().texts(scope).forEach((name, value) -> headers.put(name, Python.str(value)));
        ApiRequest request = new ApiRequest(
                "POST", Urls.parse(url), headers, Map.of(), encode(form).getBytes(StandardCharsets.UTF_8));
        return granted(
                oauth,
                scope,
                exchange.send(request, "the client id, client secret and refresh token of the credential"));
    }

    static String encode(Map<String, Value> form) {
        List<String> pairs = new ArrayList<>();
        form.forEach((name, value) -> {
            for (Value one : value instanceof Value.Items(var several) ? several : List.of(value)) {
                pairs.add(UrlText.quotePlus(name) + "=" + UrlText.quotePlus(Python.str(one)));
            }
        });
        return String.join("&", pairs);
    }

    private TokenCache.Token granted(Authenticator.OAuth oauth, Scope scope, ApiResponse response) {
        if (!(response.json() instanceof Value.Dict body)) {
            throw noToken(oauth, scope, response);
        }
        String token = body.at(oauth.tokenName().text(scope))
                .filter(Python::truth)
                .map(Python::str)
                .orElseThrow(() -> noToken(oauth, scope, response));
        session.redactor().add(token);
        Instant now = session.clock().instant();
        return new TokenCache.Token(
                token, now, expiry(oauth, body.at(oauth.expiresInName().text(scope)), now));
    }

    private static ReadException noToken(Authenticator.OAuth oauth, Scope scope, ApiResponse response) {
        return new ReadException(
                ReadException.Kind.CONFIG,
                "token request " + response.request() + " answered " + response.status() + " without the field '"
                        + oauth.tokenName().text(scope) + "' (expected a JSON object that holds it)");
    }

    private static Instant expiry(Authenticator.OAuth oauth, Optional<Value> given, Instant now) {
        String text = given.filter(Python::truth).map(Python::str).orElse("");
        if (text.isEmpty()) {
            return now.plus(DEFAULT_LIFE);
        }
        try {
            if (oauth.expiryFormat().isPresent()) {
                Value.DateTime moment =
                        DateParse.parse(text, oauth.expiryFormat().get());
                return moment.local().toInstant(moment.offset().orElse(ZoneOffset.UTC));
            }
            return now.plusMillis((long) (Double.parseDouble(text) * 1000));
        } catch (NumberFormatException | ExpressionException unreadable) {
            throw new ReadException(
                    ReadException.Kind.CONFIG,
                    oauth.manifestPath() + ": the token's expiry is neither seconds nor in the declared format",
                    unreadable);
        }
    }
}
