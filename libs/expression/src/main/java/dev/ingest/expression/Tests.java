package dev.ingest.expression;

import java.math.BigInteger;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** What may follow {@code is}. */
final class Tests {
    private static final Map<String, Function> TESTS = Map.copyOf(all());

    private Tests() {}

    static Optional<Function> test(String name) {
        return Optional.ofNullable(TESTS.get(name));
    }

    private static Map<String, Function> all() {
        Map<String, Function> all = new HashMap<>();
        put(all, "defined", value -> !(value instanceof Value.Undefined));
        put(all, "undefined", value -> value instanceof Value.Undefined);
        put(all, "none", value -> value instanceof Value.None);
        put(all, "true", value -> value.equals(Value.TRUE));
        put(all, "false", value -> value.equals(Value.FALSE));
        put(all, "boolean", value -> value instanceof Value.Bool);
        put(all, "integer", value -> value instanceof Value.Int);
        put(all, "float", value -> value instanceof Value.Float);
        put(all, "number", Arithmetic::isNumber);
        put(all, "string", value -> value instanceof Value.Str);
        put(all, "mapping", value -> value instanceof Value.Dict);
        put(all, "sequence", Tests::isSequence);
        put(all, "iterable", Python::isIterable);
        put(all, "callable", Tests::isCallable);
        put(all, "escaped", value -> false);
        put(all, "lower", value -> TextTests.isCased(Python.str(value), false));
        put(all, "upper", value -> TextTests.isCased(Python.str(value), true));
        put(
                all,
                "filter",
                value -> Dicts.key(value) instanceof Value.Str(var name)
                        && Builtins.filter(name).isPresent());
        put(
                all,
                "test",
                value -> Dicts.key(value) instanceof Value.Str(var name)
                        && test(name).isPresent());
        Builtins.add(all, "odd value", arguments -> Value.of(remainder(arguments, 2, 1)));
        Builtins.add(all, "even value", arguments -> Value.of(remainder(arguments, 2, 0)));
        Builtins.add(all, "divisibleby value num", Tests::divides);
        Builtins.add(all, "sameas value other", Tests::sameAs);
        comparisons(all);
        return all;
    }

    private static void put(Map<String, Function> all, String name, Predicate<Value> test) {
        Builtins.add(all, name + " value", arguments -> Value.of(test.test(arguments.target())));
    }

    private static void comparisons(Map<String, Function> all) {
        compare(all, Expr.Comparison.EQUAL, "==", "eq", "equalto");
        compare(all, Expr.Comparison.NOT_EQUAL, "!=", "ne");
        compare(all, Expr.Comparison.LESS, "<", "lt", "lessthan");
        compare(all, Expr.Comparison.LESS_OR_EQUAL, "<=", "le");
        compare(all, Expr.Comparison.GREATER, ">", "gt", "greaterthan");
        compare(all, Expr.Comparison.GREATER_OR_EQUAL, ">=", "ge");
        compare(all, Expr.Comparison.IN, "in");
    }

    private static void compare(Map<String, Function> all, Expr.Comparison comparison, String... names) {
        for (String name : names) {
            Builtins.add(
                    all,
                    name + " value other",
                    arguments -> Value.of(Comparing.holds(
                            comparison, arguments.target(), arguments.required(1, "other"), arguments.evaluation())));
        }
    }

    private static boolean isCallable(Value value) {
        return value instanceof Value.Opaque opaque && opaque.callable() || value instanceof Value.Undefined;
    }

    private static boolean isSequence(Value value) {
        return switch (value) {
            case Value.Str text -> true;
            case Value.Items items -> true;
            case Value.Tuple tuple -> true;
            case Value.Dict dict -> true;
            case Value.Undefined undefined -> true;
            case Value other -> false;
        };
    }

    private static Value remainder(Arguments arguments, int divisor) {
        return Arithmetic.apply(Expr.Operator.MODULO, arguments.target(), Value.of(divisor), arguments.evaluation());
    }

    private static boolean remainder(Arguments arguments, int divisor, int expected) {
        return Comparing.equal(remainder(arguments, divisor), Value.of(expected), arguments.evaluation());
    }

    private static Value divides(Arguments arguments) {
        Value remainder = Arithmetic.apply(
                Expr.Operator.MODULO, arguments.target(), arguments.required(1, "num"), arguments.evaluation());
        return Value.of(Comparing.equal(remainder, new Value.Int(BigInteger.ZERO), arguments.evaluation()));
    }

    /** Identity: exact for what CPython has only one of, value and type for the rest. */
    private static Value sameAs(Arguments arguments) {
        Value left = arguments.target();
        Value right = arguments.required(1, "other");
        boolean mutable = left instanceof Value.Items || left instanceof Value.Dict || left instanceof Value.Opaque;
        return Value.of(mutable ? identical(left, right) : left.equals(right));
    }

    private static boolean identical(Value left, Value right) {
        return switch (left) {
            case Value.Items(var values) -> right instanceof Value.Items(var others) && sameObject(values, others);
            case Value.Dict(var entries) -> right instanceof Value.Dict(var others) && sameObject(entries, others);
            case Value other -> sameObject(other, right);
        };
    }

    @SuppressWarnings("ReferenceEquality") // which object it is, is the question
    private static boolean sameObject(Object left, Object right) {
        return left == right;
    }
}
