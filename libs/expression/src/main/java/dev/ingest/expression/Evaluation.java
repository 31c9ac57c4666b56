package dev.ingest.expression;

import java.time.Clock;
import java.util.Map;
import java.util.Optional;

/** One rendering: the variables, the names given by the template, and what it has cost so far. */
final class Evaluation {
    private final Map<String, ? extends Value> variables;
    private final Clock clock;
    private final Limits limits;
    private final Evaluator evaluator = new Evaluator(this);
    private Optional<Scope> scope = Optional.empty();
    private int steps;
    private int depth;

    Evaluation(Map<String, ? extends Value> variables, Clock clock, Limits limits) {
        this.variables = variables;
        this.clock = clock;
        this.limits = limits;
    }

    Clock clock() {
        return clock;
    }

    Value evaluate(Expr expression) {
        return evaluator.evaluate(expression);
    }

    void step(int count) {
        steps += count;
        if (steps > limits.steps() || steps < 0) {
            throw ExpressionException.limit("evaluation took more than " + limits.steps() + " steps");
        }
    }

    /** Called before text or a list of {@code size} is built. */
    void reserve(long size) {
        if (size > limits.output()) {
            throw ExpressionException.limit(
                    "a value of " + size + " characters or elements (expected: at most " + limits.output() + ")");
        }
        step((int) (size >> 6));
    }

    void enter() {
        step(1);
        if (++depth > limits.depth()) {
            throw ExpressionException.limit("evaluation is nested more than " + limits.depth() + " levels deep");
        }
    }

    void leave() {
        depth--;
    }

    Value lookup(String name) {
        if (scope.isPresent()) {
            Optional<Value> local = scope.get().find(name);
            if (local.isPresent()) {
                return local.get();
            }
        }
        Value value = variables.get(name);
        return value != null ? value : global(name);
    }

    private static Value global(String name) {
        return Builtins.function(name, Builtins.NO_EXTRAS)
                .<Value>map(function -> new Callable(function, Optional.empty()))
                .orElseGet(() -> new Value.Undefined(name));
    }

    Optional<Scope> scope() {
        return scope;
    }

    /** Continues in another scope; the caller puts the former one back. */
    Optional<Scope> replaceScope(Optional<Scope> other) {
        Optional<Scope> former = scope;
        scope = other;
        return former;
    }

    /** Opens a scope inside the present one, which is returned. */
    Optional<Scope> open() {
        return replaceScope(Optional.of(new Scope(scope)));
    }

    void put(String name, Value value) {
        if (scope.isEmpty()) {
            scope = Optional.of(new Scope(Optional.empty()));
        }
        scope.get().put(name, value);
    }
}
