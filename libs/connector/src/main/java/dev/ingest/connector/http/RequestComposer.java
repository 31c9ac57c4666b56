package dev.ingest.connector.http;

import dev.ingest.connector.manifest.Authenticator;
import dev.ingest.connector.manifest.RequestBody;
import dev.ingest.connector.manifest.Requester;
import dev.ingest.connector.manifest.Scope;
import dev.ingest.expression.JsonText;
import dev.ingest.expression.Python;
import dev.ingest.expression.Value;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Puts a request together: address, parameters, headers, body, credentials. */
final class RequestComposer {
    private static final String USER_AGENT = "Ingest";

    /** A request, and the token it carries where it carries one that can be renewed. */
    record Composed(ApiRequest request, Optional<Granted> granted) {}

    private final HttpSession session;
    private final OAuthTokens oauthTokens;
    private final SessionTokens sessionTokens;

    RequestComposer(HttpSession session, TokenExchange exchange) {
        this.session = session;
        this.oauthTokens = new OAuthTokens(session, exchange);
        this.sessionTokens = new SessionTokens(session, exchange);
    }

    Composed compose(Call call) {
        return compose(call.requester(), call.scope(), call.injections(), call.nextAddress());
    }

    /** @param nextAddress address or path that replaces the requester's own path */
    private Composed compose(
            Requester requester, Scope scope, List<Injection> injections, Optional<String> nextAddress) {
        RequestParts parts = new RequestParts(requester.manifestPath());
        String base = requester.url().text(scope).strip();
        String url = nextAddress
                .map(next -> next(base, next))
                .orElseGet(() -> requester
                        .path()
                        .map(path -> Urls.below(base, path.text(scope)))
                        .orElse(base));
        if (requester.parameters() instanceof Requester.QueryOrText.Pairs(var pairs)) {
            parts.query().putAll(pairs.texts(scope));
        } else if (requester.parameters() instanceof Requester.QueryOrText.Text(var query)) {
            url = Urls.append(url, query.text(scope));
        }
        if (requester.headers().value(scope) instanceof Value.Dict(var headers)) {
            headers.forEach((name, value) -> parts.headers().put(Python.str(name), Python.str(value)));
        }
        Optional<String> text = body(requester.body(), parts, scope);
        injections.forEach(injection -> parts.inject(injection, scope));
        URI baseUri = Urls.parse(base);
        boolean ownHost = baseUri.getHost().equalsIgnoreCase(Urls.parse(url).getHost());
        Optional<Granted> granted = ownHost ? authenticate(requester.authenticator(), parts, scope) : Optional.empty();
        return new Composed(request(requester, parts, url, text), granted);
    }

    /** A next page on the API's own host is asked for as safely as the first: servers behind proxies often forget TLS. */
    private static String next(String base, String next) {
        String url = Urls.join(base.endsWith("/") ? base : base + "/", next);
        URI from = Urls.parse(base);
        URI to = Urls.parse(url);
        boolean downgraded = "https".equals(from.getScheme())
                && "http".equals(to.getScheme())
                && from.getHost().equalsIgnoreCase(to.getHost());
        return downgraded
                ? url.replaceFirst("^http:", "https:").replaceFirst("^(https://[^/:]+):80(?=[/?]|$)", "$1")
                : url;
    }

    private static Optional<String> body(RequestBody body, RequestParts parts, Scope scope) {
        return switch (body) {
            case RequestBody.Empty empty -> Optional.empty();
            case RequestBody.Form(var fields) -> {
                parts.form().putAll(fields.texts(scope));
                yield Optional.empty();
            }
            case RequestBody.PlainText(var text) -> Optional.of(text.text(scope));
            case RequestBody.Json(var content) -> {
                Value value = content.value(scope);
                if (value instanceof Value.Dict(var entries)) {
                    parts.json().putAll(entries);
                    yield Optional.empty();
                }
                yield value instanceof Value.None ? Optional.empty() : Optional.of(JsonText.compact(value));
            }
        };
    }

    private static ApiRequest request(Requester requester, RequestParts parts, String url, Optional<String> text) {
        boolean json = !parts.json().isEmpty();
        boolean form = !parts.form().isEmpty();
        if (json && form || text.isPresent() && (json || form)) {
            throw new ReadException(
                    ReadException.Kind.CONFIG,
                    requester.manifestPath() + ": the request has two bodies (expected JSON, a form, or text)");
        }
        String body = json
                ? JsonText.compact(new Value.Dict(parts.json()))
                : form ? OAuthTokens.encode(parts.form()) : text.orElse("");
        Map<String, String> headers = parts.headers();
        headers.putIfAbsent("Accept", "*/*");
        headers.putIfAbsent("Accept-Encoding", "gzip");
        headers.putIfAbsent("User-Agent", USER_AGENT);
        boolean isJsonText = text.isPresent() && requester.body() instanceof RequestBody.Json;
        if (json || isJsonText) {
            headers.putIfAbsent("Content-Type", "application/json");
        } else if (form) {
            headers.putIfAbsent("Content-Type", "application/x-www-form-urlencoded");
        }
        return new ApiRequest(
                requester.method().name(),
                Urls.parse(Urls.withQuery(url, parts.query())),
                headers,
                parts.credentials(),
                body.getBytes(StandardCharsets.UTF_8));
    }

    private Optional<Granted> authenticate(Authenticator authenticator, RequestParts parts, Scope scope) {
        switch (authenticator) {
            case Authenticator.NoAuth none -> {}
            case Authenticator.Bearer(var token) -> authorization(parts, "Bearer " + secret(token.text(scope)));
            case Authenticator.Basic(var username, var password) ->
                authorization(parts, basic(username.text(scope), secret(password.text(scope))));
            case Authenticator.ApiKey(var token, var target) ->
                parts.inject(target, Value.of(secret(token.text(scope))), "the authenticator", scope, true);
            case Authenticator.OAuth oauth -> {
                Granted granted = oauthTokens.token(oauth, scope);
                authorization(parts, "Bearer " + granted.token());
                return Optional.of(granted);
            }
            case Authenticator.SessionToken token -> {
                return Optional.of(sessionToken(token, parts, scope));
            }
            case Authenticator.Selective selective -> {
                return authenticate(selected(selective, scope), parts, scope);
            }
        }
        return Optional.empty();
    }

    private Granted sessionToken(Authenticator.SessionToken authenticator, RequestParts parts, Scope scope) {
        ApiRequest login = compose(authenticator.login(), scope, List.of(), Optional.empty())
                .request();
        Granted granted = sessionTokens.token(authenticator, login, scope);
        authenticator
                .target()
                .ifPresentOrElse(
                        target -> parts.inject(target, Value.of(granted.token()), "the authenticator", scope, true),
                        () -> authorization(parts, "Bearer " + granted.token()));
        return granted;
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
        parts.credentials().put("Authorization", value);
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
