package dev.ingest.expression;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** {@code a.b.0} as Jinja's filters look it up: each part an item first, then an attribute. */
record Attributes(List<Value> parts, Optional<Value> otherwise) {
    private static final int MAX_PARTS = 200;

    static Attributes of(Value attribute) {
        if (!(attribute instanceof Value.Str(var path))) {
            return new Attributes(attribute instanceof Value.None ? List.of() : List.of(attribute), Optional.empty());
        }
        List<Value> parts = new ArrayList<>();
        for (String part : path.split("\\.", MAX_PARTS)) {
            boolean index =
                    !part.isEmpty() && part.length() < 10 && part.chars().allMatch(c -> c >= '0' && c <= '9');
            parts.add(index ? Value.of(Long.parseLong(part)) : Value.of(part));
        }
        return new Attributes(parts, Optional.empty());
    }

    /** Several paths, separated by commas. */
    static List<Attributes> several(Value attributes) {
        if (!(attributes instanceof Value.Str(var paths))) {
            return List.of(of(attributes));
        }
        List<Attributes> all = new ArrayList<>();
        for (String path : paths.split(",", MAX_PARTS)) {
            all.add(of(Value.of(path)));
        }
        return all;
    }

    /** With a value for what is missing on the way, unless that value is None. */
    Attributes orElse(Optional<Value> value) {
        return new Attributes(parts, value.filter(present -> !(present instanceof Value.None)));
    }

    Value of(Value start, Evaluation evaluation) {
        evaluation.step(parts.size());
        Value current = start;
        for (Value part : parts) {
            current = Access.item(current, part);
            if (current instanceof Value.Undefined && otherwise.isPresent()) {
                current = otherwise.get();
            }
        }
        return current;
    }
}
