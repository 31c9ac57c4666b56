package dev.ingest.connector.read;

import dev.ingest.connector.manifest.Interpolated;
import dev.ingest.connector.manifest.Scope;
import dev.ingest.connector.manifest.Transformation;
import dev.ingest.expression.Python;
import dev.ingest.expression.Value;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Brings what lies inside a record to its top. */
final class Flattening {
    private static final String ROOT = "_";
    private static final String EVERY = "*";

    private record Open(Value value, String name) {}

    private Flattening() {}

    /**
     * Everything. The last field is taken apart first; a name is made longer by those above it where it is taken, and
     * everywhere once a list was met: so it is in the field's own runtime.
     */
    static void all(Value.Dict record, boolean lists) {
        Deque<Open> open = new ArrayDeque<>();
        open.push(new Open(new Value.Dict(new LinkedHashMap<>(record.entries())), ROOT));
        Map<Value, Value> flat = new LinkedHashMap<>();
        boolean longNames = false;
        while (!open.isEmpty()) {
            Open next = open.pop();
            if (next.value() instanceof Value.Dict(var entries)) {
                boolean always = longNames;
                entries.forEach((key, value) -> {
                    boolean taken = always || flat.containsKey(key);
                    open.push(new Open(value, taken ? next.name() + "." + Python.str(key) : Python.str(key)));
                });
            } else if (lists && next.value() instanceof Value.Items(var values)) {
                longNames = longNames || !values.isEmpty();
                for (int i = 0; i < values.size(); i++) {
                    open.push(new Open(values.get(i), next.name() + "." + i));
                }
            } else {
                flat.put(Value.of(next.name()), next.value());
            }
        }
        Keys.replace(record, flat);
    }

    /** The fields of one object, unless one of its names is taken. */
    static void lift(Value.Dict record, Transformation.DpathFlattenFields flatten, Scope scope) {
        List<String> path = flatten.path().stream()
                .map(step -> Python.str(step.value(scope)))
                .toList();
        Optional<Value> found =
                path.contains(EVERY) ? Paths.all(record, path).stream().findFirst() : Paths.find(record, path);
        if (found.isEmpty() || !(found.get() instanceof Value.Dict object)) {
            return;
        }
        Map<Value, Value> lifted = named(object, flatten, scope);
        if (flatten.replacesRecord() && !lifted.isEmpty()) {
            Keys.replace(record, lifted);
        } else if (lifted.keySet().stream().noneMatch(record.entries()::containsKey)) {
            if (flatten.deletesOrigin()) {
                Edits.remove(record, path);
            }
            record.entries().putAll(lifted);
        }
    }

    private static Map<Value, Value> named(Value.Dict object, Transformation.DpathFlattenFields flatten, Scope scope) {
        String prefix = text(flatten.prefix(), scope);
        String suffix = text(flatten.suffix(), scope);
        Map<Value, Value> named = new LinkedHashMap<>();
        object.entries().forEach((key, value) -> named.put(Value.of(prefix + Python.str(key) + suffix), value));
        return named;
    }

    private static String text(Optional<Interpolated> template, Scope scope) {
        return template.map(present -> present.coercedText(scope)).orElse("");
    }
}
