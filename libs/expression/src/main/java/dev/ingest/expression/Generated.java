package dev.ingest.expression;

import java.util.List;
import java.util.Optional;

/**
 * What Jinja's generating filters return: it can be iterated once, and has neither length nor index. It is computed at
 * once, and prints its elements where Python prints a memory address.
 */
final class Generated implements Value.Opaque {
    private final List<Value> values;
    private boolean consumed;

    Generated(List<Value> values) {
        this.values = values;
    }

    @Override
    public String typeName() {
        return "generator";
    }

    @Override
    public String repr() {
        return Python.repr(new Value.Items(values));
    }

    @Override
    public Optional<List<Value>> elements() {
        List<Value> rest = consumed ? List.of() : values;
        consumed = true;
        return Optional.of(rest);
    }

    /** The first element, leaving the others to whoever asks next. */
    Optional<Value> next() {
        return elements().filter(rest -> !rest.isEmpty()).map(List::getFirst);
    }
}
