package dev.ingest.connector.http;

import dev.ingest.connector.extension.CustomRequester.Asked;
import dev.ingest.connector.extension.OutgoingRequest;
import dev.ingest.connector.manifest.Authenticator;
import dev.ingest.connector.manifest.Requester;
import dev.ingest.connector.manifest.Scope;
import dev.ingest.connector.manifest.TokenPool;
import dev.ingest.expression.JsonText;
import dev.ingest.expression.Python;
import dev.ingest.expression.Value;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Puts a request together: address, parameters, headers, body, credentials. */
final class RequestComposer {
    private static final String USER_AGENT = "Ingest";

    /**
     * A request.
     *
     * @param granted the token it carries where it carries one that can be renewed
     * @param pool where its token is to come from, once everything else is there
     */
    record Composed(ApiRequest request, Optional<Granted> granted, Optional<TokenPool> pool) {}

    private final Authentication authentication;
    private final boolean guards;

    /** @param guards whether next pages must lie on the manifest's hosts: the language follows them anywhere */
    RequestComposer(Authentication authentication, boolean guards) {
        this.guards = guards;
        this.authentication = authentication;
    }

    Composed compose(Call call) {
        Requester requester = call.requester();
        Scope scope = call.scope();
        Authenticator authenticator = Authentication.chosen(requester.authenticator(), scope);
        String url = url(call);
        RequestParts parts = new RequestParts(requester.manifestPath());
        Optional<String> text = fill(call, parts);
        if (guards && call.nextAddress().isPresent()) {
            checkHost(call, url);
        }
        Optional<Granted> granted =
                authentication.apply(authenticator, parts, scope, () -> login(authenticator, scope));
        Optional<TokenPool> pool = authenticator instanceof TokenPool each ? Optional.of(each) : Optional.empty();
        ApiRequest request = changed(request(requester, parts, url, text), call);
        if (authenticator instanceof Authenticator.Custom(var replacement)) {
            Authentication.Signed signed = authentication.sign(replacement, request, scope);
            return new Composed(signed.request(), signed.granted(), pool);
        }
        return new Composed(request, granted, pool);
    }

    /** What a requester's replacement makes of a request; it never sees the credentials. */
    private ApiRequest changed(ApiRequest request, Call call) {
        if (call.requester().replacement().isEmpty()) {
            return request;
        }
        OutgoingRequest plain = new OutgoingRequest(request.method(), request.uri(), request.headers(), request.body());
        Asked asked = new Asked(call.scope().slice(), call.scope().pageToken());
        OutgoingRequest changed =
                call.requester().replacement().get().request(plain, asked, authentication.access(call.scope()));
        return new ApiRequest(
                changed.method(),
                Urls.parse(changed.address().toString()),
                changed.headers(),
                request.credentials(),
                changed.body());
    }

    /** The login request of a session token as far as it tells logins apart. */
    private static ApiRequest login(Authenticator authenticator, Scope scope) {
        if (!(authenticator instanceof Authenticator.SessionToken session)) {
            throw new IllegalStateException("only session tokens have a login");
        }
        Call login = new Call(session.login(), scope, List.of(), Optional.empty(), false);
        RequestParts parts = new RequestParts(session.manifestPath());
        Optional<String> text = fill(login, parts);
        return request(session.login(), parts, url(login), text);
    }

    private static String base(Call call) {
        return call.requester().url().coercedText(call.scope()).strip();
    }

    private static String url(Call call) {
        String base = base(call);
        return call.nextAddress()
                .filter(next -> !next.isEmpty())
                .map(next -> next(base, next))
                .orElseGet(() -> first(call, base))
                .strip();
    }

    private static String first(Call call, String base) {
        return call.requester()
                .path()
                .map(template -> Urls.below(base, template.coercedText(call.scope())))
                .orElse(base);
    }

    /** An answer cannot send the credential, parameters and body of a request to a host that the manifest does not name. */
    private static void checkHost(Call call, String url) {
        String base = base(call);
        URI next = Urls.parse(url);
        if (!Urls.isSafeFrom(Urls.parse(base), next)
                && !Urls.isSafeFrom(Urls.parse(first(call, base).strip()), next)) {
            throw new ReadException(
                    ReadException.Kind.CONFIG,
                    call.requester().manifestPath() + ": the next page lies on " + Urls.origin(next) + " (expected "
                            + Urls.origin(Urls.parse(base))
                            + ", the manifest's own: credentials go nowhere else, except"
                            + " with compatibility: strict)");
        }
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

    /** Everything but the credentials; a body that is text is given back. */
    private static Optional<String> fill(Call call, RequestParts parts) {
        Requester requester = call.requester();
        Scope scope = call.scope();
        parameters(requester, parts, scope);
        if (requester.headers().value(scope) instanceof Value.Dict(var headers)) {
            headers.forEach((name, value) -> parts.headers().put(Python.str(name), Python.str(value)));
        }
        Optional<String> text = RequestBodies.fill(requester, parts, scope);
        call.injections().forEach(injection -> parts.inject(injection, scope));
        return text;
    }

    private static void parameters(Requester requester, RequestParts parts, Scope scope) {
        switch (requester.parameters()) {
            case Requester.QueryOrText.Pairs(var pairs) -> parts.query().putAll(pairs.texts(scope));
            case Requester.QueryOrText.Text(var query) -> {
                if (query.value(scope) instanceof Value.Dict(var entries)) {
                    entries.forEach((name, value) -> parts.query().put(Python.str(name), value));
                }
            }
        }
        parts.query().forEach((name, value) -> {
            if (value instanceof Value.Dict) {
                throw new ReadException(
                        ReadException.Kind.CONFIG,
                        requester.manifestPath() + ".request_parameters." + name
                                + ": is a mapping (expected text or a list)");
            }
        });
    }

    private static ApiRequest request(Requester requester, RequestParts parts, String url, Optional<String> text) {
        boolean json = !parts.json().isEmpty();
        boolean form = !parts.form().isEmpty();
        if (json && form || text.isPresent() && (json || form)) {
            throw new ReadException(
                    ReadException.Kind.CONFIG,
                    requester.manifestPath() + ": the request has two bodies (expected JSON, a form, or text)");
        }
        Map<String, String> headers = parts.sentHeaders();
        headers.putIfAbsent("Accept", "*/*");
        headers.putIfAbsent("Accept-Encoding", ContentEncoding.ACCEPTED);
        headers.putIfAbsent("User-Agent", USER_AGENT);
        String body = "";
        if (requester.method().hasBody()) {
            body = json
                    ? JsonText.compact(new Value.Dict(parts.json()))
                    : form ? OAuthRequest.encode(parts.form()) : text.orElse("");
            if (json) {
                headers.putIfAbsent("Content-Type", "application/json");
            } else if (form) {
                headers.putIfAbsent("Content-Type", "application/x-www-form-urlencoded");
            }
        }
        return new ApiRequest(
                requester.method().name(),
                Urls.parse(Urls.withQuery(url, parts.query())),
                headers,
                parts.sentCredentials(),
                body.getBytes(StandardCharsets.UTF_8));
    }
}
