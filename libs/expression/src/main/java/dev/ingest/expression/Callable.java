package dev.ingest.expression;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A function as a value, or a method together with the value it was taken from. */
record Callable(Function function, Optional<Value> self) implements Value.Opaque {
    @Override
    public String typeName() {
        return self.isPresent() ? "builtin_function_or_method" : "function";
    }

    @Override
    public String repr() {
        return self.map(value -> "<built-in method " + function.name() + " of " + Python.typeName(value) + " object>")
                .orElse("<function " + function.name() + ">");
    }

    @Override
    public boolean callable() {
        return true;
    }

    @Override
    public Value call(Arguments arguments) {
        if (self.isEmpty()) {
            return function.call(arguments);
        }
        List<Value> positional = new ArrayList<>(arguments.positional().size() + 1);
        positional.add(self.get());
        positional.addAll(arguments.positional());
        return function.call(arguments.with(function.name(), positional));
    }
}
