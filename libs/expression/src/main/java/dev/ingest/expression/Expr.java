package dev.ingest.expression;

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

    record Slice(Expr target, Optional<Expr> from, Optional<Expr> to, Optional<Expr> step) implements Expr {}

    record Not(Expr operand) implements Expr {}

    record Sign(boolean negative, Expr operand) implements Expr {}

    record Binary(Operator operator, Expr left, Expr right) implements Expr {}

    record And(Expr left, Expr right) implements Expr {}

    record Or(Expr left, Expr right) implements Expr {}

    /** {@code a < b <= c}: each link compares its neighbour on the left with its own operand. */
    record Compare(Expr first, List<Link> links) implements Expr {}

    record Link(Comparison comparison, Expr operand) {}

    record Conditional(Expr condition, Expr then, Optional<Expr> otherwise) implements Expr {}

    /** A function or a filter (its target is the first positional argument). */
    record Call(String name, Builtin builtin, List<Expr> positional, Map<String, Expr> named, int position)
            implements Expr {}

    record Test(Builtin builtin, boolean negated, Expr target, List<Expr> arguments) implements Expr {}

    record MethodCall(Expr target, String name, List<Expr> positional, Map<String, Expr> named, int position)
            implements Expr {}

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
