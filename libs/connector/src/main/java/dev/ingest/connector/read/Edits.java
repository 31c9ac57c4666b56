package dev.ingest.connector.read;

import dev.ingest.connector.http.ReadException;
import dev.ingest.expression.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** Changes inside JSON values, as dpath makes them. */
final class Edits {
    /** A list that a path makes longer than this is a mistake in the path. */
    private static final int INDEX_MAX = 100_000;

    private static final Pattern INDEX = Pattern.compile("\\d{1,9}");

    private Edits() {}

    static Optional<Value> child(Value parent, Value key) {
        return switch (parent) {
            case Value.Dict(var entries) -> Optional.ofNullable(entries.get(key));
            case Value.Items(var values)
            when key instanceof Value.Int(var index) ->
                index.intValue() < values.size() ? Optional.of(values.get(index.intValue())) : Optional.empty();
            case Value other -> Optional.empty();
        };
    }

    /** Removes what a path matches; the last element of a list goes, any other becomes null. */
    static void remove(Value root, List<String> path) {
        Paths.matches(root, path).forEach(place -> remove(root, place));
    }

    /** Removes every leaf of which something holds, wherever it lies. */
    static void removeLeaves(Value root, Predicate<Value> condition) {
        for (Paths.Place place : Paths.everything(root)) {
            boolean leaf = !(place.value() instanceof Value.Dict || place.value() instanceof Value.Items);
            if (leaf && condition.test(place.value())) {
                remove(root, place);
            }
        }
    }

    private static void remove(Value root, Paths.Place place) {
        Value parent = root;
        for (Value key : place.keys().subList(0, place.keys().size() - 1)) {
            parent = child(parent, key).orElse(Value.NONE);
        }
        Value last = place.keys().getLast();
        if (child(parent, last).isEmpty()) {
            return;
        }
        if (parent instanceof Value.Dict(var entries)) {
            entries.remove(last);
        } else if (parent instanceof Value.Items(var values) && last instanceof Value.Int(var index)) {
            removeElement(values, index.intValue());
        }
    }

    private static void removeElement(List<Value> values, int index) {
        if (index == values.size() - 1) {
            values.remove(index);
        } else {
            values.set(index, Value.NONE);
        }
    }

    /**
     * Sets a value; what is missing on the way is made: a list where the next step is a position, an object otherwise.
     *
     * @throws ReadException where something on the way can hold nothing
     */
    static void set(Value.Dict root, List<String> path, Value value) {
        Value target = root;
        for (int i = 0; i < path.size() - 1; i++) {
            String step = path.get(i);
            Optional<Value> known = get(target, step, path);
            Value inner = known.orElseGet(() -> Value.emptyDict());
            if (known.isEmpty()) {
                inner = INDEX.matcher(path.get(i + 1)).matches() ? new Value.Items(new ArrayList<>()) : inner;
                put(target, step, inner, path);
            }
            if (!(inner instanceof Value.Dict || inner instanceof Value.Items)) {
                throw new ReadException(
                        ReadException.Kind.CONFIG,
                        "the path " + path + " leads through '" + step + "', which holds no object and no list");
            }
            target = inner;
        }
        put(target, path.getLast(), value, path);
    }

    private static Optional<Value> get(Value target, String step, List<String> path) {
        return target instanceof Value.Items
                ? child(target, Value.of(index(step, path)))
                : child(target, Value.of(step));
    }

    private static void put(Value target, String step, Value value, List<String> path) {
        if (target instanceof Value.Items(var values)) {
            int index = index(step, path);
            while (values.size() <= index) {
                values.add(Value.NONE);
            }
            values.set(index, value);
        } else if (target instanceof Value.Dict(Map<Value, Value> entries)) {
            entries.put(Value.of(step), value);
        }
    }

    private static int index(String step, List<String> path) {
        if (!INDEX.matcher(step).matches() || Integer.parseInt(step) > INDEX_MAX) {
            throw new ReadException(
                    ReadException.Kind.CONFIG,
                    "the path " + path + " leads through a list by '" + step + "' (expected a position of at most "
                            + INDEX_MAX + ")");
        }
        return Integer.parseInt(step);
    }
}
