package dev.ingest.connector.http;

import dev.ingest.connector.manifest.Interpolated;
import dev.ingest.connector.manifest.OAuth;
import dev.ingest.connector.manifest.Scope;
import dev.ingest.expression.Python;
import dev.ingest.expression.UrlText;
import dev.ingest.expression.Value;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What a token request says. */
final class OAuthRequest {
    private OAuthRequest() {}

    /** The values a token request is made of, where they are not the manifest's own. */
    record Values(String clientId, String clientSecret, Optional<String> refreshToken, String refreshTokenName) {}

    static Values values(OAuth oauth, Scope scope) {
        OAuth.Grant grant = oauth.grant();
        return new Values(
                text(grant.client().value(), scope),
                text(grant.secret().value(), scope),
                grant.refreshToken().value().map(template -> template.coercedText(scope)),
                grant.refreshToken().name().coercedText(scope));
    }

    static String text(Optional<Interpolated> template, Scope scope) {
        return template.map(present -> present.coercedText(scope)).orElse("");
    }

    static Map<String, Value> form(OAuth oauth, Values values, Map<Value, Value> headers, Scope scope) {
        OAuth.Grant grant = oauth.grant();
        Map<String, Value> form = new LinkedHashMap<>();
        form.put(grant.typeName().coercedText(scope), Value.of(grant.type().coercedText(scope)));
        if (!headers.containsKey(Value.of("Authorization"))) {
            if (values.clientId().isEmpty()) {
                throw new ReadException(
                        ReadException.Kind.CONFIG,
                        oauth.manifestPath() + ".client_id: is empty (expected the id of an OAuth client)");
            }
            form.put(grant.client().name().coercedText(scope), Value.of(values.clientId()));
            form.put(grant.secret().name().coercedText(scope), Value.of(values.clientSecret()));
        }
        values.refreshToken().ifPresent(token -> form.put(values.refreshTokenName(), Value.of(token)));
        if (!grant.scopes().isEmpty()) {
            form.put("scopes", Value.list(grant.scopes().stream().map(Value::of).toList()));
        }
        if (grant.extra().value(scope) instanceof Value.Dict(var extra)) {
            extra.forEach((name, value) -> form.putIfAbsent(Python.str(name), value));
        }
        return form;
    }

    static Map<Value, Value> headers(OAuth oauth, Scope scope) {
        return oauth.grant().headers().value(scope) instanceof Value.Dict(var headers) ? headers : Map.of();
    }

    static ApiRequest build(OAuth oauth, String url, Map<String, Value> form, Map<Value, Value> given) {
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        headers.put("Accept", "application/json");
        boolean asQuery = oauth.grant().asQuery();
        if (!asQuery) {
            headers.put("Content-Type", "application/x-www-form-urlencoded");
        }
        given.forEach((name, value) -> headers.put(Python.str(name), Python.str(value)));
        String encoded = encode(form);
        return new ApiRequest(
                "POST",
                Urls.parse(asQuery ? Urls.append(url, encoded) : url),
                headers,
                Map.of(),
                (asQuery ? "" : encoded).getBytes(StandardCharsets.UTF_8));
    }

    static String encode(Map<String, Value> form) {
        List<String> pairs = new ArrayList<>();
        form.forEach((name, value) -> {
            for (Value one : value instanceof Value.Items(var several) ? several : List.of(value)) {
                if (!(one instanceof Value.None)) {
                    pairs.add(UrlText.quotePlus(name) + "=" + UrlText.quotePlus(Python.str(one)));
                }
            }
        });
        return String.join("&", pairs);
    }
}
