package dev.ingest.connector.read;

import dev.ingest.expression.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Paths into JSON values, where {@code *} stands for every element and {@code **} for any depth. */
final class Paths {
    private Paths() {}

    static Optional<Value> find(Value root, List<String> path) {
        Value current = root;
        for (String part : path) {
            Optional<Value> next = step(current, part);
            if (next.isEmpty()) {
                return next;
            }
            current = next.get();
        }
        return Optional.of(current);
    }

    private static Optional<Value> step(Value value, String part) {
        return switch (value) {
            case Value.Dict dict -> dict.at(part);
            case Value.Items(var values)
            when isIndex(part, values.size()) -> Optional.of(values.get(Integer.parseInt(part)));
            case Value other -> Optional.empty();
        };
    }

    private static boolean isIndex(String part, int size) {
        return part.matches("\\d{1,9}") && Integer.parseInt(part) < size;
    }

    static List<Value> all(Value root, List<String> path) {
        List<Value> found = List.of(root);
        for (String part : path) {
            List<Value> next = new ArrayList<>();
            for (Value value : found) {
                if (part.equals("*")) {
                    next.addAll(children(value));
                } else {
                    step(value, part).ifPresent(next::add);
                }
            }
            found = next;
        }
        return found;
    }

    static List<Value> children(Value value) {
        return switch (value) {
            case Value.Dict(var entries) -> List.copyOf(entries.values());
            case Value.Items(var values) -> values;
            case Value other -> List.of();
        };
    }

    /** Sets a value, making objects on the way. */
    static void set(Value.Dict root, List<String> path, Value value) {
        Map<Value, Value> target = root.entries();
        for (String part : path.subList(0, path.size() - 1)) {
            Value inner = target.get(Value.of(part));
            if (!(inner instanceof Value.Dict)) {
                inner = Value.emptyDict();
                target.put(Value.of(part), inner);
            }
            target = ((Value.Dict) inner).entries();
        }
        target.put(Value.of(path.getLast()), value);
    }
}
