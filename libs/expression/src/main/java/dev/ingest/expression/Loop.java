package dev.ingest.expression;

import java.util.List;
import java.util.Optional;

/** The {@code loop} variable of one running {@code for}. */
final class Loop implements Value.Opaque {
    /** Renders the body of a recursive loop over other items. */
    interface Recursion {
        Value render(Value items, int depth);
    }

    private static final Function CYCLE =
            Function.of("cycle self *", arguments -> ((Loop) arguments.target()).cycle(arguments));
    private static final Function CHANGED =
            Function.of("changed self *", arguments -> ((Loop) arguments.target()).changed(arguments));

    private final List<Value> items;
    private final int depth;
    private final Optional<Recursion> recursion;
    private Optional<List<Value>> lastValue = Optional.empty();
    private int at = -1;

    Loop(List<Value> items, int depth, Optional<Recursion> recursion) {
        this.items = items;
        this.depth = depth;
        this.recursion = recursion;
    }

    boolean advance() {
        at++;
        return at < items.size();
    }

    Value current() {
        return items.get(at);
    }

    @Override
    public String typeName() {
        return "LoopContext";
    }

    @Override
    public String repr() {
        return "<LoopContext " + (at + 1) + "/" + items.size() + ">";
    }

    @Override
    public Optional<Integer> length() {
        return Optional.of(items.size());
    }

    @Override
    public Optional<List<Value>> elements() {
        throw ExpressionException.value("a loop's state cannot be iterated");
    }

    @Override
    public Optional<Value> attribute(String name) {
        return Optional.ofNullable(
                switch (name) {
                    case "index" -> Value.of(at + 1L);
                    case "index0" -> Value.of(at);
                    case "revindex" -> Value.of((long) items.size() - at);
                    case "revindex0" -> Value.of(items.size() - at - 1L);
                    case "first" -> Value.of(at == 0);
                    case "last" -> Value.of(at == items.size() - 1);
                    case "length" -> Value.of(items.size());
                    case "depth" -> Value.of(depth + 1L);
                    case "depth0" -> Value.of(depth);
                    case "previtem" -> neighbour(at - 1, "previous");
                    case "nextitem" -> neighbour(at + 1, "next");
                    case "cycle" -> new Callable(CYCLE, Optional.of(this));
                    case "changed" -> new Callable(CHANGED, Optional.of(this));
                    default -> null;
                });
    }

    private Value neighbour(int index, String which) {
        return index >= 0 && index < items.size()
                ? items.get(index)
                : new Value.Undefined("there is no " + which + " item");
    }

    private Value cycle(Arguments arguments) {
        List<Value> values = arguments.from(1);
        if (values.isEmpty()) {
            throw ExpressionException.type("no items for cycling given");
        }
        return values.get(at % values.size());
    }

    private Value changed(Arguments arguments) {
        List<Value> values = arguments.from(1);
        boolean same = lastValue.isPresent()
                && Comparing.equal(new Tuple(lastValue.get()), new Tuple(values), arguments.evaluation());
        lastValue = Optional.of(values);
        return Value.of(!same);
    }

    @Override
    public boolean callable() {
        return true;
    }

    @Override
    public Value call(Arguments arguments) {
        Recursion body = recursion.orElseThrow(
                () -> ExpressionException.type("The loop must have the 'recursive' marker to be called recursively."));
        return body.render(arguments.required(0, "iterable"), depth + 1);
    }
}
