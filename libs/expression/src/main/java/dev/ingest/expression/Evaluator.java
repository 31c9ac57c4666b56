package dev.ingest.expression;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Walks the tree of an expression. */
final class Evaluator {
    private final Evaluation evaluation;

    Evaluator(Evaluation evaluation) {
        this.evaluation = evaluation;
    }

    Value evaluate(Expr expression) {
        evaluation.enter();
        Value value =
                switch (expression) {
                    case Expr.Constant(var constant) -> constant;
                    case Expr.Name(var name) -> evaluation.lookup(name);
                    case Expr.ListOf(var elements) -> new Value.Items(all(elements));
                    case Expr.TupleOf(var elements) -> new Value.Tuple(all(elements));
                    case Expr.DictOf(var entries) -> dict(entries);
                    case Expr.Attribute(var target, var name) -> Access.attribute(evaluate(target), name);
                    case Expr.Item(var target, var index) -> Access.item(evaluate(target), evaluate(index));
                    case Expr.Slice slice -> slice(slice);
                    case Expr.Not(var operand) -> Value.of(!Python.truth(evaluate(operand)));
                    case Expr.Sign(var negative, var operand) -> Arithmetic.sign(negative, evaluate(operand));
                    case Expr.Binary binary -> binary(binary);
                    case Expr.And(var left, var right) -> and(evaluate(left), right);
                    case Expr.Or(var left, var right) -> or(evaluate(left), right);
                    case Expr.Compare(var first, var links) -> compare(evaluate(first), links);
                    case Expr.Conditional conditional -> conditional(conditional);
                    case Expr.Call call -> call(call);
                    case Expr.Test test -> test(test);
                    case Expr.MethodCall call -> method(call);
                };
        evaluation.leave();
        return value;
    }

    private List<Value> all(List<Expr> expressions) {
        List<Value> values = new ArrayList<>(expressions.size());
        for (Expr expression : expressions) {
            values.add(evaluate(expression));
        }
        return values;
    }

    private Map<String, Value> all(Map<String, Expr> expressions) {
        Map<String, Value> values = new LinkedHashMap<>();
        expressions.forEach((name, expression) -> values.put(name, evaluate(expression)));
        return values;
    }

    private Value dict(List<Expr.Entry> entries) {
        Map<Value, Value> values = new LinkedHashMap<>();
        for (Expr.Entry entry : entries) {
            values.put(Access.key(evaluate(entry.key())), evaluate(entry.value()));
        }
        return new Value.Dict(values);
    }

    private Value slice(Expr.Slice slice) {
        return Access.slice(evaluate(slice.target()), bound(slice.from()), bound(slice.to()), bound(slice.step()));
    }

    private Optional<Integer> bound(Optional<Expr> bound) {
        return bound.map(this::evaluate)
                .filter(value -> !(value instanceof Value.None))
                .map(Python::index);
    }

    private Value binary(Expr.Binary binary) {
        Value left = evaluate(binary.left());
        Value right = evaluate(binary.right());
        return Arithmetic.apply(binary.operator(), left, right, evaluation);
    }

    private Value and(Value left, Expr right) {
        return Python.truth(left) ? evaluate(right) : left;
    }

    private Value or(Value left, Expr right) {
        return Python.truth(left) ? left : evaluate(right);
    }

    private Value compare(Value first, List<Expr.Link> links) {
        Value left = first;
        for (Expr.Link link : links) {
            Value right = evaluate(link.operand());
            if (!Comparing.holds(link.comparison(), left, right, evaluation)) {
                return Value.FALSE;
            }
            left = right;
        }
        return Value.TRUE;
    }

    private Value conditional(Expr.Conditional conditional) {
        if (Python.truth(evaluate(conditional.condition()))) {
            return evaluate(conditional.then());
        }
        Optional<Expr> otherwise = conditional.otherwise();
        return otherwise.isPresent()
                ? evaluate(otherwise.get())
                : new Value.Undefined("inline if-expression without else");
    }

    private Value call(Expr.Call call) {
        Arguments arguments = new Arguments(call.name(), evaluation, all(call.positional()), all(call.named()));
        return call.builtin().call(arguments);
    }

    private Value test(Expr.Test test) {
        List<Value> arguments = new ArrayList<>();
        arguments.add(evaluate(test.target()));
        arguments.addAll(all(test.arguments()));
        Value result = test.builtin().call(new Arguments("is", evaluation, arguments, Map.of()));
        return Value.of(Python.truth(result) != test.negated());
    }

    private Value method(Expr.MethodCall call) {
        List<Value> arguments = new ArrayList<>();
        Value target = evaluate(call.target());
        arguments.add(target);
        arguments.addAll(all(call.positional()));
        return Methods.of(target, call.name())
                .call(new Arguments(call.name(), evaluation, arguments, all(call.named())));
    }
}
