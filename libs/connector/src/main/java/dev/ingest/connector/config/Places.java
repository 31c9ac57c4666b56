package dev.ingest.connector.config;

import dev.ingest.expression.BoundedRegex;
import dev.ingest.expression.Python;
import dev.ingest.expression.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Reads and writes mutable values at paths, as Python's {@code dpath}: a part may hold {@code *}, {@code ?} and
 * {@code [ ]}, and {@code **} stands for any depth.
 */
public final class Places {
    /** An element that is there: a key of a mapping, or a place in a list. */
    private sealed interface Place {
        record Entry(Map<Value, Value> owner, Value key) implements Place {}

        record Element(List<Value> owner, int index) implements Place {}

        default Value read() {
            return switch (this) {
                case Entry(var owner, var key) ->
                    Optional.ofNullable(owner.get(key)).orElse(Value.NONE);
                case Element(var owner, int index) -> owner.get(index);
            };
        }

        default void write(Value value) {
            switch (this) {
                case Entry(var owner, var key) -> owner.put(key, value);
                case Element(var owner, int index) -> owner.set(index, value);
            }
        }

        /** An element of a list becomes null, so that the others keep their places. */
        default void remove() {
            switch (this) {
                case Entry(var owner, var key) -> owner.remove(key);
                case Element(var owner, int index) -> owner.set(index, Value.NONE);
            }
        }
    }

    private Places() {}

    /** Every value at the path. */
    public static List<Value> values(Value root, List<String> path) {
        return places(root, path).stream().map(Place::read).toList();
    }

    /** The first value at the path. */
    public static Optional<Value> find(Value root, List<String> path) {
        return path.isEmpty()
                ? Optional.of(root)
                : places(root, path).stream().findFirst().map(Place::read);
    }

    /** Overwrites what is at the path; makes nothing. Gives how many values there were. */
    public static int overwrite(Value root, List<String> path, Value value) {
        List<Place> places = places(root, path);
        places.forEach(place -> place.write(copy(value)));
        return places.size();
    }

    public static void remove(Value root, List<String> path) {
        places(root, path).forEach(Place::remove);
    }

    /** Sets a value, making mappings (lists where the next part is a number) on the way. Parts are taken literally. */
    public static void create(Value.Dict root, List<String> path, Value value) {
        Value current = root;
        for (int i = 0; i < path.size(); i++) {
            boolean last = i == path.size() - 1;
            Place place = place(current, path.get(i), path);
            Value next = place.read();
            if (last) {
                place.write(value);
            } else if (!(next instanceof Value.Dict) && !(next instanceof Value.Items)) {
                next = path.get(i + 1).matches("\\d+") ? Value.list(List.of()) : Value.emptyDict();
                place.write(next);
            }
            current = next;
        }
    }

    private static Place place(Value owner, String part, List<String> path) {
        return switch (owner) {
            case Value.Dict(var entries) -> new Place.Entry(entries, Value.of(part));
            case Value.Items(var values)
            when part.matches("\\d{1,4}") -> {
                int index = Integer.parseInt(part);
                while (values.size() <= index) {
                    values.add(Value.NONE);
                }
                yield new Place.Element(values, index);
            }
            case Value other ->
                throw new IllegalArgumentException("the path " + path + " cannot be made at '" + part + "'");
        };
    }

    private static List<Place> places(Value root, List<String> path) {
        List<Place> found = new ArrayList<>();
        if (!path.isEmpty()) {
            collect(root, path, found);
        }
        return found;
    }

    private static void collect(Value value, List<String> path, List<Place> found) {
        String part = path.getFirst();
        List<String> rest = path.subList(1, path.size());
        if (part.equals("**") && !rest.isEmpty()) {
            collect(value, rest, found);
        }
        for (Place place : matching(value, part)) {
            if (rest.isEmpty()) {
                found.add(place);
            } else {
                collect(place.read(), part.equals("**") ? path : rest, found);
            }
        }
    }

    private static List<Place> matching(Value value, String part) {
        List<Place> places = new ArrayList<>();
        Optional<BoundedRegex> glob = glob(part);
        switch (value) {
            case Value.Dict(var entries) ->
                entries.keySet().stream()
                        .filter(key -> matches(Python.str(key), part, glob))
                        .forEach(key -> places.add(new Place.Entry(entries, key)));
            case Value.Items(var values) -> {
                for (int i = 0; i < values.size(); i++) {
                    if (matches(Integer.toString(i), part, glob)) {
                        places.add(new Place.Element(values, i));
                    }
                }
            }
            case Value other -> {}
        }
        return places;
    }

    private static boolean matches(String name, String part, Optional<BoundedRegex> glob) {
        return name.equals(part) || glob.map(pattern -> pattern.matches(name)).orElse(false);
    }

    private static Optional<BoundedRegex> glob(String part) {
        if (!part.matches("(?s).*[*?\\[].*")) {
            return Optional.empty();
        }
        StringBuilder regex = new StringBuilder();
        for (int i = 0; i < part.length(); i++) {
            char character = part.charAt(i);
            int closing = part.indexOf(']', i + 2);
            if (character == '*') {
                regex.append(".*");
            } else if (character == '?') {
                regex.append('.');
            } else if (character == '[' && closing > 0) {
                String set = part.substring(i + 1, closing)
                        .replace("\\", "\\\\")
                        .replace("[", "\\[")
                        .replace("&", "\\&");
                regex.append('[')
                        .append(set.startsWith("!") ? "^" + set.substring(1) : set)
                        .append(']');
                i = closing;
            } else {
                regex.append(Pattern.quote(String.valueOf(character)));
            }
        }
        return Optional.of(BoundedRegex.translated(part, regex.toString()));
    }

    /** A value whose parts can be changed without changing the original. */
    public static Value copy(Value value) {
        return switch (value) {
            case Value.Dict dict -> copy(dict);
            case Value.Items(var values) ->
                Value.list(values.stream().map(Places::copy).toList());
            case Value other -> other;
        };
    }

    public static Value.Dict copy(Value.Dict dict) {
        Value.Dict copy = Value.emptyDict();
        dict.entries().forEach((key, value) -> copy.entries().put(key, copy(value)));
        return copy;
    }
}
