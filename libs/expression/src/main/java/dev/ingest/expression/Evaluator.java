package dev.ingest.expression;

import dev.ingest.expression.Expr.CallArguments;
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
                    case Expr.Attribute(var target, var name) -> Access.attribute(evaluate(target), name);
                    case Expr.Name(var name) -> evaluation.lookup(name);
                    case Expr.Constant(var constant) -> constant;
                    case Expr.Item(var target, var index) -> Access.item(evaluate(target), evaluate(index));
                    case Expr.ListOf(var elements) -> new Value.Items(all(elements));
                    case Expr.TupleOf(var elements) -> new Value.Tuple(all(elements));
                    case Expr.DictOf(var entries) -> dict(entries);
                    case Expr.Slice slice -> slice(slice);
                    case Expr.Not(var operand) -> Value.of(!Python.truth(evaluate(operand)));
                    case Expr.Sign(var negative, var operand) -> Arithmetic.sign(negative, evaluate(operand));
                    case Expr.Binary binary -> binary(binary);
                    case Expr.And(var left, var right) -> and(evaluate(left), right);
                    case Expr.Or(var left, var right) -> or(evaluate(left), right);
                    case Expr.Compare(var first, var links) -> compare(evaluate(first), links);
                    case Expr.Conditional conditional -> conditional(conditional);
                    case Expr.Call(var function, var arguments) -> function.call(arguments(function.name(), arguments));
                    case Expr.CallValue(var target, var arguments) -> callValue(evaluate(target), arguments);
                    case Expr.Test(var function, var negated, var arguments) ->
                        Value.of(Python.truth(function.call(arguments(function.name(), arguments))) != negated);
                    case Expr.MethodCall call -> method(call);
                };
        evaluation.leave();
        return value;
    }

    private List<Value> all(List<Expr> expressions) {
        List<Value> values = new ArrayList<>(expressions.size());
        for (int i = 0; i < expressions.size(); i++) {
            values.add(evaluate(expressions.get(i)));
        }
        return values;
    }

    private Value dict(List<Expr.Entry> entries) {
        Map<Value, Value> values = new LinkedHashMap<>();
        for (Expr.Entry entry : entries) {
            Value key = evaluate(entry.key());
            Dicts.put(values, key, evaluate(entry.value()));
        }
        return new Value.Dict(values);
    }

    private Value slice(Expr.Slice slice) {
        Value target = evaluate(slice.target());
        try {
            return Access.slice(target, bound(slice.from()), bound(slice.to()), bound(slice.step()), evaluation);
        } catch (ExpressionException failed) {
            if (slice.constant() && failed.kind() == ExpressionException.Kind.TYPE) {
                return new Value.Undefined("slice");
            }
            throw failed;
        }
    }

    private Optional<Value> bound(Optional<Expr> bound) {
        return bound.map(this::evaluate).filter(value -> !(value instanceof Value.None));
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

    private Arguments arguments(String function, CallArguments arguments) {
        List<Value> positional = all(arguments.positional());
        Map<String, Value> named = named(arguments);
        if (arguments.rest().isPresent()) {
            positional.addAll(Python.iterate(evaluate(arguments.rest().get()), evaluation));
        }
        return new Arguments(function, evaluation, positional, named);
    }

    private Map<String, Value> named(CallArguments arguments) {
        if (arguments.named().isEmpty() && arguments.options().isEmpty()) {
            return Map.of();
        }
        Map<String, Value> named = new LinkedHashMap<>();
        arguments.named().forEach((name, expression) -> named.put(name, evaluate(expression)));
        arguments.options().ifPresent(options -> addOptions(named, evaluate(options)));
        return named;
    }

    private static void addOptions(Map<String, Value> named, Value options) {
        if (!(options instanceof Value.Dict(var entries))) {
            throw ExpressionException.type("argument after ** must be a mapping, not " + Python.typeName(options));
        }
        entries.forEach((key, value) -> {
            if (!(key instanceof Value.Str(var name))) {
                throw ExpressionException.type("keywords must be strings");
            }
            if (named.put(name, value) != null) {
                throw ExpressionException.type("got multiple values for keyword argument '" + name + "'");
            }
        });
    }

    private Value callValue(Value target, CallArguments arguments) {
        return Access.call(target, arguments("call", arguments));
    }

    private Value method(Expr.MethodCall call) {
        Value target = evaluate(call.target());
        Optional<Function> method = Methods.of(target, call.name());
        if (method.isEmpty()) {
            return callValue(Access.attribute(target, call.name()), call.arguments());
        }
        Arguments arguments = arguments(call.name(), call.arguments());
        List<Value> positional = new ArrayList<>(arguments.positional().size() + 1);
        positional.add(target);
        positional.addAll(arguments.positional());
        return method.get().call(arguments.with(call.name(), positional));
    }
}
