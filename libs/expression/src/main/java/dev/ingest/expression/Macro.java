package dev.ingest.expression;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A macro as a value: calling it renders its body. */
record Macro(String name, Stmt.MacroShape shape, Body body) implements Value.Opaque {
    /** Renders the body with the given parameters; those without a value take their default. */
    interface Body {
        Value render(Map<String, Value> bound);
    }

    @Override
    public String typeName() {
        return "Macro";
    }

    @Override
    public String repr() {
        return "<Macro '" + name + "'>";
    }

    @Override
    public boolean callable() {
        return true;
    }

    @Override
    public Optional<Value> attribute(String attribute) {
        return switch (attribute) {
            case "name" -> Optional.of(Value.of(name));
            case "arguments" ->
                Optional.of(new Tuple(
                        shape.parameters().stream().<Value>map(Value::of).toList()));
            case "catch_kwargs" -> Optional.of(Value.of(shape.uses().contains("kwargs")));
            case "catch_varargs" -> Optional.of(Value.of(shape.uses().contains("varargs")));
            case "caller" -> Optional.of(Value.of(shape.uses().contains("caller")));
            default -> Optional.empty();
        };
    }

    @Override
    public Value call(Arguments arguments) {
        Map<String, Value> bound = new LinkedHashMap<>();
        Map<Value, Value> others = new LinkedHashMap<>();
        int count = shape.parameters().size();
        for (int i = 0; i < Math.min(count, arguments.positional().size()); i++) {
            bound.put(shape.parameters().get(i), arguments.positional().get(i));
        }
        List<Value> rest = new ArrayList<>(arguments.from(count));
        arguments.named().forEach((key, value) -> {
            boolean parameter = shape.parameters().contains(key) && !bound.containsKey(key);
            if (parameter || key.equals("caller") && shape.uses().contains("caller")) {
                bound.put(key, value);
            } else {
                others.put(Value.of(key), value);
            }
        });
        catchOthers(bound, rest, others);
        return body.render(bound);
    }

    private void catchOthers(Map<String, Value> bound, List<Value> rest, Map<Value, Value> others) {
        if (!others.isEmpty() && !shape.uses().contains("kwargs")) {
            throw ExpressionException.type("macro '" + name + "' takes no keyword argument "
                    + Python.repr(others.keySet().iterator().next()));
        }
        if (!rest.isEmpty() && !shape.uses().contains("varargs")) {
            throw ExpressionException.type("macro '" + name + "' takes not more than "
                    + shape.parameters().size() + " argument(s)");
        }
        bound.putIfAbsent("kwargs", new Dict(others));
        bound.putIfAbsent("varargs", new Tuple(rest));
        bound.putIfAbsent("caller", new Undefined("caller"));
    }
}
