package dev.ingest.connector.http;

import dev.ingest.connector.manifest.Interpolated;
import dev.ingest.connector.manifest.RequestBody;
import dev.ingest.connector.manifest.Requester;
import dev.ingest.connector.manifest.Scope;
import dev.ingest.expression.Python;
import dev.ingest.expression.Value;
import java.util.Map;
import java.util.Optional;

/** What a requester itself says in its body. */
final class RequestBodies {
    private RequestBodies() {}

    /** Text is given back, the rest put into the parts. */
    static Optional<String> fill(Requester requester, RequestParts parts, Scope scope) {
        return switch (requester.body()) {
            case RequestBody.Empty empty -> Optional.empty();
            case RequestBody.Form(var fields) -> {
                parts.form().putAll(fields.texts(scope));
                yield Optional.empty();
            }
            case RequestBody.Json(var content) -> {
                if (content.value(scope) instanceof Value.Dict(var entries)) {
                    parts.json().putAll(entries);
                }
                yield Optional.empty();
            }
            case RequestBody.JsonText(var text) -> {
                json(text, parts.json(), scope);
                yield Optional.empty();
            }
            case RequestBody.PlainText(var text) -> plain(text, parts.form(), scope);
        };
    }

    private static void json(Interpolated text, Map<Value, Value> json, Scope scope) {
        switch (text.value(scope)) {
            case Value.Dict(var entries) -> json.putAll(entries);
            case Value.Str other ->
                throw new ReadException(
                        ReadException.Kind.CONFIG, text.path() + ": renders to text (expected a mapping)");
            // Any other value is no body, as in the language.
            case Value other -> {}
        }
    }

    private static Optional<String> plain(Interpolated text, Map<String, Value> form, Scope scope) {
        return switch (text.value(scope)) {
            case Value.Str(var body) -> Optional.of(body).filter(each -> !each.isEmpty());
            case Value.Dict(var entries) -> {
                entries.forEach((name, value) -> form.put(Python.str(name), value));
                yield Optional.empty();
            }
            // Any other value is no body, as in the language.
            case Value other -> Optional.empty();
        };
    }
}
