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
    /** Names as they are written: in the language, only equal ones collide. */
    private final Map<String, String> headers = new LinkedHashMap<>();

    private final Map<String, String> credentials = new LinkedHashMap<>();
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

    Map<Value, Value> json() {
        return json;
    }

    Map<String, Value> form() {
        return form;
    }

    /** Of headers that differ in case only, the later wins, and credentials win over others. */
    Map<String, String> sentHeaders() {
        Map<String, String> sent = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        sent.putAll(headers);
        return sent;
    }

    Map<String, String> sentCredentials() {
        Map<String, String> sent = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        sent.putAll(credentials);
        return sent;
    }

    void inject(Injection injection, Scope scope) {
        inject(injection.option(), injection.value(), injection.owner(), scope, false);
    }

    void inject(RequestOption option, Value value, String owner, Scope scope, boolean secret) {
        List<String> path =
                option.fields().stream().map(field -> field.coercedText(scope)).toList();
        String name = path.getLast();
        switch (option.place()) {
            case REQUEST_PARAMETER -> put(query, name, value, owner);
            case HEADER -> header(name, Python.str(value), owner, secret);
            case BODY_DATA -> put(form, name, value, owner);
            case BODY_JSON -> putJson(path, value, owner);
        }
    }

    void credential(String name, String value, String owner) {
        header(name, value, owner, true);
    }

    private void header(String name, String value, String owner, boolean secret) {
        if ((secret ? headers : credentials).containsKey(name)) {
            throw collision(name, owner);
        }
        put(secret ? credentials : headers, name, value, owner);
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
