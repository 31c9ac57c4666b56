package dev.ingest.connector.read;

import dev.ingest.connector.manifest.Extractor.Expander;
import dev.ingest.expression.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Makes a record of each element of the lists at a path of a record. */
final class Expansion {
    private static final Value ORIGINAL = Value.of("original_record");
    private static final Value SINGLE = Value.of("value");

    private final Expander expander;
    private final List<String> path;

    Expansion(Expander expander, List<String> path) {
        this.expander = expander;
        this.path = path;
    }

    List<Extracted> of(Extracted record) {
        if (record instanceof Extracted.TooLarge) {
            return List.of(record);
        }
        Value parent = record.value();
        if (path.isEmpty() || !(parent instanceof Value.Dict)) {
            return List.of(record);
        }
        List<Extracted> elements = new ArrayList<>();
        for (Value list : Paths.all(parent, path)) {
            if (list instanceof Value.Items(var values)) {
                values.forEach(value -> elements.add(new Extracted.Built(element(value, record))));
            }
        }
        return elements.isEmpty() && expander.emitsParent() ? List.of(record) : elements;
    }

    private Value element(Value value, Extracted parent) {
        if (!expander.remainsOriginal()) {
            return value;
        }
        Map<Value, Value> with = new LinkedHashMap<>();
        if (value instanceof Value.Dict(var entries)) {
            with.putAll(entries);
        } else {
            with.put(SINGLE, value);
        }
        // A copy of its own: transformations of one element must not be seen in the others.
        with.put(ORIGINAL, Values.copy(parent.value()));
        return new Value.Dict(with);
    }
}
