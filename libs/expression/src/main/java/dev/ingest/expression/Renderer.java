package dev.ingest.expression;

import dev.ingest.expression.Stmt.Target;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;

/** Runs the statements of a template; what they print goes to the present output. */
final class Renderer {
    private final Evaluation evaluation;
    private final BiConsumer<Set<List<String>>, String> printed;
    private StringBuilder output = new StringBuilder();

    /** @param printed is told each printed value and what it is made from */
    Renderer(Evaluation evaluation, BiConsumer<Set<List<String>>, String> printed) {
        this.evaluation = evaluation;
        this.printed = printed;
    }

    String render(List<Stmt> body) {
        run(body);
        return output.toString();
    }

    private void run(List<Stmt> body) {
        for (int i = 0; i < body.size(); i++) {
            evaluation.step(1);
            run(body.get(i));
        }
    }

    private void run(Stmt statement) {
        switch (statement) {
            case Stmt.Text(var text) -> print(text);
            case Stmt.Print(var value, var origins) -> {
                String text = Python.str(evaluation.evaluate(value));
                printed.accept(origins, text);
                print(text);
            }
            case Stmt.If branch -> branch(branch);
            case Stmt.For loop -> loop(loop, evaluation.evaluate(loop.items()), 0);
            case Stmt.Assign(var target, var value) -> assign(target, evaluation.evaluate(value));
            case Stmt.AssignBlock(var target, var filtered, var body) ->
                assign(target, filtered(filtered, scoped(body)));
            case Stmt.FilterBlock(var filtered, var body) -> print(Python.str(filtered(filtered, scoped(body))));
            case Stmt.With with -> with(with);
            case Stmt.MacroDefinition(var name, var shape) -> evaluation.put(name, macro(name, shape));
            case Stmt.CallBlock(var caller, var call) -> call(caller, call);
        }
    }

    private void print(String text) {
        evaluation.reserve((long) output.length() + text.length());
        output.append(text);
    }

    private void branch(Stmt.If statement) {
        for (Stmt.Branch branch : statement.branches()) {
            if (Python.truth(evaluation.evaluate(branch.condition()))) {
                run(branch.body());
                return;
            }
        }
        run(statement.otherwise());
    }

    private void loop(Stmt.For loop, Value iterated, int depth) {
        List<Value> items = selected(loop, Python.iterate(iterated, evaluation));
        if (items.isEmpty()) {
            Optional<Scope> outer = evaluation.open();
            run(loop.otherwise());
            evaluation.replaceScope(outer);
            return;
        }
        Optional<Scope> outer = evaluation.scope();
        Loop state = new Loop(items, depth, recursion(loop, outer));
        while (state.advance()) {
            evaluation.replaceScope(Optional.of(new Scope(outer)));
            assign(loop.target(), state.current());
            evaluation.put("loop", state);
            run(loop.body());
        }
        evaluation.replaceScope(outer);
    }

    private Optional<Loop.Recursion> recursion(Stmt.For loop, Optional<Scope> scope) {
        return loop.recursive()
                ? Optional.of((items, depth) -> Value.of(apart(scope, () -> loop(loop, items, depth))))
                : Optional.empty();
    }

    private List<Value> selected(Stmt.For loop, List<Value> items) {
        Optional<Expr> condition = loop.condition();
        if (condition.isEmpty()) {
            return items;
        }
        List<Value> selected = new ArrayList<>();
        for (Value item : items) {
            Optional<Scope> outer = evaluation.open();
            assign(loop.target(), item);
            if (Python.truth(evaluation.evaluate(condition.get()))) {
                selected.add(item);
            }
            evaluation.replaceScope(outer);
        }
        return selected;
    }

    private void assign(Target target, Value value) {
        switch (target) {
            case Target.Name(var name) -> evaluation.put(name, value);
            case Target.Several(var targets) -> unpack(targets, Python.iterate(value, evaluation));
            case Target.Attribute(var name, var attribute) -> assignAttribute(name, attribute, value);
        }
    }

    private void unpack(List<Target> targets, List<Value> values) {
        if (values.size() != targets.size()) {
            throw ExpressionException.value("expected " + targets.size() + " values to unpack, found " + values.size());
        }
        for (int i = 0; i < targets.size(); i++) {
            assign(targets.get(i), values.get(i));
        }
    }

    private void assignAttribute(String name, String attribute, Value value) {
        if (!(evaluation.lookup(name) instanceof NamespaceObject(var attributes))) {
            throw ExpressionException.value("cannot assign attribute on non-namespace object '" + name + "'");
        }
        attributes.put(attribute, value);
    }

    private Value filtered(Expr filtered, String text) {
        Optional<Scope> outer = evaluation.open();
        evaluation.put(Stmt.BODY, Value.of(text));
        Value value = evaluation.evaluate(filtered);
        evaluation.replaceScope(outer);
        return value;
    }

    private void with(Stmt.With with) {
        List<Value> values = new ArrayList<>();
        with.assignments().forEach(assignment -> values.add(evaluation.evaluate(assignment.value())));
        Optional<Scope> outer = evaluation.open();
        for (int i = 0; i < values.size(); i++) {
            assign(with.assignments().get(i).target(), values.get(i));
        }
        run(with.body());
        evaluation.replaceScope(outer);
    }

    private String scoped(List<Stmt> body) {
        return apart(Optional.of(new Scope(evaluation.scope())), () -> run(body));
    }

    /** Runs with an output and a scope of its own; gives what was printed. */
    private String apart(Optional<Scope> scope, Runnable body) {
        evaluation.enter();
        StringBuilder outerOutput = output;
        Optional<Scope> outerScope = evaluation.replaceScope(scope);
        output = new StringBuilder();
        body.run();
        String printed = output.toString();
        output = outerOutput;
        evaluation.replaceScope(outerScope);
        evaluation.leave();
        return printed;
    }

    private Macro macro(String name, Stmt.MacroShape shape) {
        Optional<Scope> defined = evaluation.scope().or(() -> {
            evaluation.open();
            return evaluation.scope();
        });
        return new Macro(
                name,
                shape,
                bound -> Value.of(apart(Optional.of(new Scope(defined)), () -> {
                    bound.forEach(evaluation::put);
                    defaults(shape, bound);
                    run(shape.body());
                })));
    }

    /** A parameter that is not given takes its default, in which those before it can be read. */
    private void defaults(Stmt.MacroShape shape, Map<String, Value> bound) {
        int first = shape.parameters().size() - shape.defaults().size();
        for (int i = 0; i < shape.parameters().size(); i++) {
            String name = shape.parameters().get(i);
            if (!bound.containsKey(name)) {
                evaluation.put(
                        name,
                        i < first
                                ? new Value.Undefined("parameter " + name)
                                : evaluation.evaluate(shape.defaults().get(i - first)));
            }
        }
    }

    private void call(Stmt.MacroShape caller, Expr call) {
        Map<String, Value> names = new LinkedHashMap<>();
        names.put(Stmt.CALLER, macro("caller", caller));
        Optional<Scope> outer = evaluation.open();
        names.forEach(evaluation::put);
        Value printed = evaluation.evaluate(call);
        evaluation.replaceScope(outer);
        print(Python.str(printed));
    }
}
