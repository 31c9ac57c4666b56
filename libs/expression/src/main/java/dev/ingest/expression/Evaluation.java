package dev.ingest.expression;

import java.time.Clock;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One rendering: the variables, and what it has cost so far. Statements here, expressions in {@link Evaluator}. */
final class Evaluation {
    private final Deque<Map<String, Value>> scopes = new ArrayDeque<>();
    private final Clock clock;
    private final Limits limits;
    private final Evaluator evaluator = new Evaluator(this);
    private StringBuilder output = new StringBuilder();
    private int steps;
    private int depth;

    Evaluation(Map<String, ? extends Value> variables, Clock clock, Limits limits) {
        this.clock = clock;
        this.limits = limits;
        scopes.push(new HashMap<>(variables));
    }

    Clock clock() {
        return clock;
    }

    void step(int count) {
        steps += count;
        if (steps > limits.steps()) {
            throw ExpressionException.limit("evaluation took more than " + limits.steps() + " steps");
        }
    }

    /** Called before text or a list of {@code size} is built. */
    void reserve(long size) {
        if (size > limits.output()) {
            throw ExpressionException.limit(
                    "a value of " + size + " characters or elements (expected: at most " + limits.output() + ")");
        }
        step((int) (size / 64));
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
        for (Map<String, Value> scope : scopes) {
            Value value = scope.get(name);
            if (value != null) {
                return value;
            }
        }
        return new Value.Undefined(name);
    }

    String render(List<Stmt> body) {
        run(body);
        return output.toString();
    }

    private void run(List<Stmt> body) {
        for (Stmt statement : body) {
            run(statement);
        }
    }

    private void run(Stmt statement) {
        step(1);
        switch (statement) {
            case Stmt.Text(var text) -> print(text);
            case Stmt.Print(var value) -> print(Python.str(evaluator.evaluate(value)));
            case Stmt.If branch -> branch(branch);
            case Stmt.For loop -> loop(loop);
            case Stmt.Assign(var names, var value) -> bind(names, evaluator.evaluate(value));
            case Stmt.AssignAttribute assignment -> assignAttribute(assignment);
            case Stmt.AssignBlock(var name, var body) -> assignBlock(name, body);
        }
    }

    private void print(String text) {
        reserve((long) output.length() + text.length());
        output.append(text);
    }

    private void branch(Stmt.If statement) {
        for (Stmt.Branch branch : statement.branches()) {
            if (Python.truth(evaluator.evaluate(branch.condition()))) {
                run(branch.body());
                return;
            }
        }
        run(statement.otherwise());
    }

    private void loop(Stmt.For loop) {
        List<Value> items = selected(loop, Python.iterate(evaluator.evaluate(loop.items())));
        if (items.isEmpty()) {
            run(loop.otherwise());
        }
        for (int i = 0; i < items.size(); i++) {
            scopes.push(new HashMap<>());
            bind(loop.names(), items.get(i));
            bind(List.of("loop"), position(i, items.size()));
            run(loop.body());
            scopes.pop();
        }
    }

    private List<Value> selected(Stmt.For loop, List<Value> items) {
        Optional<Expr> condition = loop.condition();
        if (condition.isEmpty()) {
            return items;
        }
        List<Value> selected = new ArrayList<>();
        for (Value item : items) {
            scopes.push(new HashMap<>());
            bind(loop.names(), item);
            if (Python.truth(evaluator.evaluate(condition.get()))) {
                selected.add(item);
            }
            scopes.pop();
        }
        return selected;
    }

    private static Value position(int index, int length) {
        Map<String, Value> loop = new LinkedHashMap<>();
        loop.put("index", Value.of(index + 1L));
        loop.put("index0", Value.of(index));
        loop.put("revindex", Value.of((long) length - index));
        loop.put("revindex0", Value.of(length - index - 1L));
        loop.put("first", Value.of(index == 0));
        loop.put("last", Value.of(index == length - 1));
        loop.put("length", Value.of(length));
        return Value.dict(loop);
    }

    private void bind(List<String> names, Value value) {
        Map<String, Value> scope = scopes.element();
        if (names.size() == 1) {
            scope.put(names.getFirst(), value);
            return;
        }
        List<Value> values = Python.iterate(value);
        if (values.size() != names.size()) {
            throw ExpressionException.value("expected " + names.size() + " values for " + String.join(", ", names)
                    + ", found " + values.size());
        }
        for (int i = 0; i < names.size(); i++) {
            scope.put(names.get(i), values.get(i));
        }
    }

    private void assignAttribute(Stmt.AssignAttribute assignment) {
        if (!(lookup(assignment.name()) instanceof Value.Namespace(var attributes))) {
            throw ExpressionException.type("'" + assignment.name() + "' is not a namespace");
        }
        attributes.put(assignment.attribute(), evaluator.evaluate(assignment.value()));
    }

    private void assignBlock(String name, List<Stmt> body) {
        StringBuilder outer = output;
        output = new StringBuilder();
        run(body);
        bind(List.of(name), Value.of(output.toString()));
        output = outer;
    }
}
