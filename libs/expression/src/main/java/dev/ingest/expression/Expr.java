package dev.ingest.expression;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** An expression. Names of functions, filters, tests and methods are resolved when compiling. */
sealed interface Expr {
    record Constant(Value value) implements Expr {}

    record Name(String name) implements Expr {}

    record ListOf(List<Expr> elements) implements Expr {}

    record TupleOf(List<Expr> elements) implements Expr {}

    record DictOf(List<Entry> entries) implements Expr {}

    record Entry(Expr key, Expr value) {}

    record Attribute(Expr target, String name) implements Expr {}

    record Item(Expr target, Expr index) implements Expr {}

    /** @param constant whether Jinja evaluates it when compiling, where a wrong type gives what is undefined */
    record Slice(Expr target, Optional<Expr> from, Optional<Expr> to, Optional<Expr> step, boolean constant)
            implements Expr {}

    record Not(Expr operand) implements Expr {}

    record Sign(boolean negative, Expr operand) implements Expr {}

    record Binary(Operator operator, Expr left, Expr right) implements Expr {}

    record And(Expr left, Expr right) implements Expr {}

    record Or(Expr left, Expr right) implements Expr {}

    /** {@code a < b <= c}: each link compares its neighbour on the left with its own operand. */
    record Compare(Expr first, List<Link> links) implements Expr {}

    record Link(Comparison comparison, Expr operand) {}

    record Conditional(Expr condition, Expr then, Optional<Expr> otherwise) implements Expr {}

    /** A function known when compiling, or a filter (its target is the first positional argument). */
    record Call(Function function, CallArguments arguments) implements Expr {}

    /** A call of whatever the target evaluates to: a macro, a loop, a value that was assigned. */
    record CallValue(Expr target, CallArguments arguments) implements Expr {}

    record MethodCall(Expr target, String name, CallArguments arguments) implements Expr {}

    record Test(Function function, boolean negated, CallArguments arguments) implements Expr {}

    /**
     * @param rest {@code *values}
     * @param options {@code **values}
     */
    record CallArguments(List<Expr> positional, Map<String, Expr> named, Optional<Expr> rest, Optional<Expr> options) {
        static final CallArguments NONE = of();

        static CallArguments of(Expr... positional) {
            return new CallArguments(List.of(positional), Map.of(), Optional.empty(), Optional.empty());
        }

        CallArguments after(Expr first) {
            List<Expr> all = new ArrayList<>();
            all.add(first);
            all.addAll(positional);
            return new CallArguments(List.copyOf(all), named, rest, options);
        }
    }

    /** Whether it holds no name and no call. */
    static boolean isConstant(Expr expression) {
        return switch (expression) {
            case Constant constant -> true;
            case Sign(var negative, var operand) -> isConstant(operand);
            case ListOf(var elements) -> elements.stream().allMatch(Expr::isConstant);
            case TupleOf(var elements) -> elements.stream().allMatch(Expr::isConstant);
            case DictOf(var entries) ->
                entries.stream().allMatch(entry -> isConstant(entry.key()) && isConstant(entry.value()));
            case Expr other -> false;
        };
    }

    enum Operator {
        ADD,
        SUBTRACT,
        CONCATENATE,
        MULTIPLY,
        DIVIDE,
        FLOOR_DIVIDE,
        MODULO,
        POWER
    }

    enum Comparison {
        EQUAL,
        NOT_EQUAL,
        LESS,
        LESS_OR_EQUAL,
        GREATER,
        GREATER_OR_EQUAL,
        IN,
        NOT_IN
    }
}
