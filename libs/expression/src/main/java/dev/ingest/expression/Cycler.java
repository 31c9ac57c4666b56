package dev.ingest.expression;

import java.util.List;
import java.util.Optional;

/** {@code cycler(a, b)}: gives its values in turn. */
final class Cycler implements Value.Opaque {
    private static final Function NEXT =
            Function.of("next self", arguments -> self(arguments).next());
    private static final Function RESET =
            Function.of("reset self", arguments -> self(arguments).reset());

    private final List<Value> values;
    private int at;

    Cycler(List<Value> values) {
        if (values.isEmpty()) {
            throw ExpressionException.value("at least one item has to be provided");
        }
        this.values = values;
    }

    private static Cycler self(Arguments arguments) {
        return (Cycler) arguments.target();
    }

    private Value next() {
        Value current = values.get(at);
        at = (at + 1) % values.size();
        return current;
    }

    private Value reset() {
        at = 0;
        return NONE;
    }

    @Override
    public String typeName() {
        return "Cycler";
    }

    @Override
    public String repr() {
        return "<Cycler>";
    }

    @Override
    public Optional<Value> attribute(String name) {
        return switch (name) {
            case "next" -> Optional.of(new Callable(NEXT, Optional.of(this)));
            case "reset" -> Optional.of(new Callable(RESET, Optional.of(this)));
            case "current" -> Optional.of(values.get(at));
            case "items" -> Optional.of(new Tuple(values));
            case "pos" -> Optional.of(Value.of(at));
            default -> Optional.empty();
        };
    }
}
