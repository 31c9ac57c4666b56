package dev.ingest.connector.read;

import dev.ingest.connector.http.ReadException;
import dev.ingest.expression.Value;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Paths into JSON values as dpath reads them: each step may have wildcards, {@code **} stands for any number of steps.
 * Changes to values are in {@link Edits}.
 */
final class Paths {
    private static final String ANY_DEPTH = "**";

    private Paths() {}

    /** A text path is cut at its slashes. */
    static List<String> split(String path) {
        return Arrays.asList(path.replaceFirst("^/+", "").split("/", -1));
    }

    /** Whether nothing in it is a wildcard. */
    static boolean isLiteral(List<String> path) {
        return path.stream().allMatch(step -> Glob.of(step).isLiteral());
    }

    /**
     * The one value at a path.
     *
     * @throws ReadException when its wildcards match several
     */
    static Optional<Value> find(Value root, List<String> path) {
        if (path.isEmpty()) {
            return Optional.of(root);
        }
        List<Value> found = all(root, path);
        if (found.size() > 1) {
            throw new ReadException(
                    ReadException.Kind.CONFIG,
                    "the path " + path + " leads to " + found.size() + " values (expected one, or a step that is *)");
        }
        return found.stream().findFirst();
    }

    static List<Value> all(Value root, List<String> path) {
        List<Value> found = new ArrayList<>();
        matches(root, path).forEach(place -> found.add(place.value()));
        return found;
    }

    /** A value and the keys that lead to it: names, and positions in lists. */
    record Place(List<Value> keys, Value value) {}

    static List<Place> matches(Value root, List<String> path) {
        List<Glob> globs = path.stream().map(Glob::of).toList();
        List<Place> found = new ArrayList<>();
        int anyDepth = path.indexOf(ANY_DEPTH);
        if (anyDepth < 0) {
            fixed(root, List.of(), globs, found);
        } else if (path.lastIndexOf(ANY_DEPTH) > anyDepth) {
            throw new ReadException(ReadException.Kind.CONFIG, "the path " + path + " has more than one **");
        } else {
            List<Place> everywhere = new ArrayList<>();
            walk(root, List.of(), everywhere);
            everywhere.stream()
                    .filter(place -> matchesAnyDepth(root, place, globs, anyDepth))
                    .forEach(found::add);
        }
        return found;
    }

    /** Every value below the root: those of one object before those inside them. */
    static List<Place> everything(Value root) {
        List<Place> found = new ArrayList<>();
        walk(root, List.of(), found);
        return found;
    }

    private static void fixed(Value value, List<Value> keys, List<Glob> globs, List<Place> found) {
        Glob glob = globs.get(keys.size());
        for (Place child : candidates(value, keys, glob)) {
            if (child.keys().size() == globs.size()) {
                found.add(child);
            } else {
                fixed(child.value(), child.keys(), globs, found);
            }
        }
    }

    private static List<Place> candidates(Value value, List<Value> keys, Glob glob) {
        if (value instanceof Value.Dict dict && glob.isLiteral()) {
            return dict.at(glob.text())
                    .map(found -> List.of(new Place(and(keys, Value.of(glob.text())), found)))
                    .orElse(List.of());
        }
        int size = size(value);
        return children(value, keys).stream()
                .filter(child -> glob.matches(child.keys().getLast(), size))
                .toList();
    }

    private static int size(Value value) {
        return value instanceof Value.Items(var values) ? values.size() : 0;
    }

    private static void walk(Value value, List<Value> keys, List<Place> found) {
        List<Place> children = children(value, keys);
        found.addAll(children);
        children.forEach(child -> walk(child.value(), child.keys(), found));
    }

    private static List<Place> children(Value value, List<Value> keys) {
        List<Place> children = new ArrayList<>();
        switch (value) {
            case Value.Dict(var entries) ->
                entries.forEach((key, entry) -> children.add(new Place(and(keys, key), entry)));
            case Value.Items(var values) -> {
                for (int i = 0; i < values.size(); i++) {
                    children.add(new Place(and(keys, Value.of(i)), values.get(i)));
                }
            }
            case Value leaf -> {}
        }
        return children;
    }

    private static List<Value> and(List<Value> keys, Value key) {
        List<Value> longer = new ArrayList<>(keys);
        longer.add(key);
        return longer;
    }

    private static boolean matchesAnyDepth(Value root, Place place, List<Glob> globs, int anyDepth) {
        int more = place.keys().size() - globs.size() + 1;
        if (more < 0) {
            return false;
        }
        Value parent = root;
        for (int i = 0; i < place.keys().size(); i++) {
            Value key = place.keys().get(i);
            boolean free = i >= anyDepth && i < anyDepth + more;
            Glob glob = globs.get(i < anyDepth ? i : free ? anyDepth : i - more + 1);
            if (!free && !glob.matches(key, size(parent))) {
                return false;
            }
            parent = Edits.child(parent, key).orElse(Value.NONE);
        }
        return true;
    }
}
