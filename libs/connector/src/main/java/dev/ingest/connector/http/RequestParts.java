package dev.ingest.connector.http;

import dev.ingest.connector.manifest.RequestOption;
import dev.ingest.connector.manifest.Scope;
import dev.ingest.expression.Python;
import dev.ingest.expression.Value;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A request while it is put together. Two owners of one parameter are an error, whatever their values. */
final class RequestParts {
    private final String manifestPath;
    private final Map<String, Value> query = new LinkedHashMap<>();
    private final Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    private final Map<String, String> credentials = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    private final Map<Value, Value> json = new LinkedHashMap<>();
    private final Map<String, Value> form = new LinkedHashMap<>();

    RequestParts(String manifestPath) {
        this.manifestPath = manifestPath;
    }

    Map<String, Value> query() {
        return query;
    }

    Map<String, String> headers() {
        return headers;
    }

    Map<String, String> credentials() {
        return credentials;
    }

    Map<Value, Value> json() {
        return json;
    }

    Map<String, Value> form() {
        return form;
    }

    void inject(Injection injection, Scope scope) {
        inject(injection.option(), injection.value(), injection.owner(), scope, false);
    }

    void inject(RequestOption option, Value value, String owner, Scope scope, boolean secret) {
        List<String> path =
                option.fields().stream().map(field -> field.text(scope)).toList();
        String name = path.getLast();
        switch (option.place()) {
            case REQUEST_PARAMETER -> put(query, name, value, owner);
            case HEADER -> put(secret ? credentials : headers, name, Python.str(value), owner);
            case BODY_DATA -> put(form, name, value, owner);
            case BODY_JSON -> putJson(path, value, owner);
        }
    }

    private <T> void put(Map<String, T> target, String name, T value, String owner) {
        if (target.putIfAbsent(name, value) != null) {
            throw collision(name, owner);
        }
    }

    private ReadException collision(String name, String owner) {
        return new ReadException(
                ReadException.Kind.CONFIG,
                manifestPath + ": '" + name + "' is set both by the request and by " + owner + " (expected only one)");
    }

    private void putJson(List<String> path, Value value, String owner) {
        Map<Value, Value> object = json;
        for (String name : path.subList(0, path.size() - 1)) {
            Value inner = object.computeIfAbsent(Value.of(name), key -> Value.emptyDict());
            if (!(inner instanceof Value.Dict(var entries))) {
                throw collision(name, owner);
            }
            object = entries;
        }
        Value present = object.putIfAbsent(Value.of(path.getLast()), value);
        if (present != null && !present.equals(value)) {
            throw collision(String.join(".", path), owner);
        }
    }
}
