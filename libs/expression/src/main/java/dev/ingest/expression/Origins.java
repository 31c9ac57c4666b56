package dev.ingest.expression;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The entries of a template's variables that its expressions are made from. What only decides between others is none of them. */
final class Origins {
    private final Set<List<String>> found = new HashSet<>();

    private Origins() {}

    static Set<List<String>> of(Expr expression) {
        Origins origins = new Origins();
        origins.visit(expression);
        return Set.copyOf(origins.found);
    }

    /** Those of everything in it. */
    static Set<List<String>> of(List<Stmt> body) {
        Origins origins = new Origins();
        origins.visitAll(body);
        return Set.copyOf(origins.found);
    }

    /** Whether each expression stands for itself: no statement hands a value on under another name. */
    static boolean areSeparate(List<Stmt> body) {
        return body.stream().allMatch(statement -> switch (statement) {
            case Stmt.Text text -> true;
            case Stmt.Print print -> true;
            case Stmt.If(var branches, var otherwise) ->
                areSeparate(otherwise) && branches.stream().allMatch(branch -> areSeparate(branch.body()));
            case Stmt other -> false;
        });
    }

    private void visitAll(List<Stmt> body) {
        body.forEach(this::visit);
    }

    private void visit(Stmt statement) {
        switch (statement) {
            case Stmt.Text text -> {}
            case Stmt.Print(var value, var origins) -> found.addAll(origins);
            case Stmt.If(var branches, var otherwise) -> {
                branches.forEach(branch -> visitAll(branch.body()));
                visitAll(otherwise);
            }
            case Stmt.For loop -> {
                visit(loop.items());
                visitAll(loop.body());
                visitAll(loop.otherwise());
            }
            case Stmt.Assign(var target, var value) -> visit(value);
            case Stmt.AssignBlock(var target, var filtered, var body) -> visit(filtered, body);
            case Stmt.FilterBlock(var filtered, var body) -> visit(filtered, body);
            case Stmt.With(var assignments, var body) -> {
                assignments.forEach(assignment -> visit(assignment.value()));
                visitAll(body);
            }
            case Stmt.MacroDefinition(var name, var shape) -> visit(shape);
            case Stmt.CallBlock(var caller, var call) -> {
                visit(caller);
                visit(call);
            }
        }
    }

    private void visit(Expr filtered, List<Stmt> body) {
        visit(filtered);
        visitAll(body);
    }

    private void visit(Stmt.MacroShape shape) {
        shape.defaults().forEach(this::visit);
        visitAll(shape.body());
    }

    private void visit(Expr expression) {
        Optional<List<String>> path = path(expression);
        if (path.isPresent()) {
            found.add(path.get());
            return;
        }
        switch (expression) {
            case Expr.Constant constant -> {}
            case Expr.Name(var name) -> found.add(List.of(name));
            case Expr.ListOf(var elements) -> elements.forEach(this::visit);
            case Expr.TupleOf(var elements) -> elements.forEach(this::visit);
            case Expr.DictOf(var entries) ->
                entries.forEach(entry -> {
                    visit(entry.key());
                    visit(entry.value());
                });
            case Expr.Attribute(var target, var name) -> visit(target);
            case Expr.Item(var target, var index) -> both(target, index);
            case Expr.Slice slice -> visit(slice.target());
            case Expr.Not not -> {}
            case Expr.Sign(var negative, var operand) -> visit(operand);
            case Expr.Binary(var operator, var left, var right) -> both(left, right);
            case Expr.And(var left, var right) -> both(left, right);
            case Expr.Or(var left, var right) -> both(left, right);
            case Expr.Compare compare -> {}
            case Expr.Conditional(var condition, var then, var otherwise) -> {
                visit(then);
                otherwise.ifPresent(this::visit);
            }
            case Expr.Call(var function, var arguments) -> visit(arguments);
            case Expr.CallValue(var target, var arguments) -> visit(target, arguments);
            case Expr.MethodCall(var target, var name, var arguments) -> visit(target, arguments);
            case Expr.Test test -> {}
        }
    }

    private void both(Expr left, Expr right) {
        visit(left);
        visit(right);
    }

    private void visit(Expr target, Expr.CallArguments arguments) {
        visit(target);
        visit(arguments);
    }

    private void visit(Expr.CallArguments arguments) {
        arguments.positional().forEach(this::visit);
        arguments.named().values().forEach(this::visit);
        arguments.rest().ifPresent(this::visit);
        arguments.options().ifPresent(this::visit);
    }

    /** None where it is no entry, or one whose name only a rendering knows. */
    private static Optional<List<String>> path(Expr expression) {
        return switch (expression) {
            case Expr.Name(var name) -> Optional.of(List.of(name));
            case Expr.Attribute(var target, var name) -> entry(target, name);
            case Expr.Item(var target, Expr.Constant(Value.Str(var name))) -> entry(target, name);
            case Expr.MethodCall(var target, var method, var arguments)
            when method.equals("get")
                    && !arguments.positional().isEmpty()
                    && arguments.positional().getFirst() instanceof Expr.Constant(Value.Str(var name))
                    && arguments.positional().stream().allMatch(Expr::isConstant) -> entry(target, name);
            case Expr other -> Optional.empty();
        };
    }

    private static Optional<List<String>> entry(Expr target, String name) {
        return path(target).map(owner -> {
            List<String> path = new ArrayList<>(owner);
            path.add(name);
            return List.copyOf(path);
        });
    }
}
