package dev.ingest.expression;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** What may follow {@code is}. */
final class Tests {
    private static final Map<String, Builtin> TESTS = Map.copyOf(all());

    private Tests() {}

    static Optional<Builtin> test(String name) {
        return Optional.ofNullable(TESTS.get(name));
    }

    private static Map<String, Builtin> all() {
        Map<String, Builtin> all = new HashMap<>();
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
        put(all, "iterable", value -> isSequence(value) || value instanceof Value.Undefined);
        put(all, "callable", value -> false);
        put(all, "odd", value -> Python.index(value) % 2 != 0);
        put(all, "even", value -> Python.index(value) % 2 == 0);
        put(all, "lower", value -> isCased(value, false));
        put(all, "upper", value -> isCased(value, true));
        all.put("divisibleby", arguments -> Value.of(divides(arguments.target(), arguments.required(1, "num"))));
        compare(all, Expr.Comparison.EQUAL, "sameas");
        comparisons(all);
        return all;
    }

    private static void put(Map<String, Builtin> all, String name, Predicate<Value> test) {
        all.put(name, arguments -> Value.of(test.test(arguments.target())));
    }

    private static void comparisons(Map<String, Builtin> all) {
        compare(all, Expr.Comparison.EQUAL, "==", "eq", "equalto");
        compare(all, Expr.Comparison.NOT_EQUAL, "!=", "ne");
        compare(all, Expr.Comparison.LESS, "<", "lt", "lessthan");
        compare(all, Expr.Comparison.LESS_OR_EQUAL, "<=", "le");
        compare(all, Expr.Comparison.GREATER, ">", "gt", "greaterthan");
        compare(all, Expr.Comparison.GREATER_OR_EQUAL, ">=", "ge");
        compare(all, Expr.Comparison.IN, "in");
    }

    private static void compare(Map<String, Builtin> all, Expr.Comparison comparison, String... names) {
        for (String name : names) {
            all.put(
                    name,
                    arguments -> Value.of(Comparing.holds(
                            comparison, arguments.target(), arguments.required(1, "other"), arguments.evaluation())));
        }
    }

    private static boolean isSequence(Value value) {
        return value instanceof Value.Str
                || value instanceof Value.Items
                || value instanceof Value.Tuple
                || value instanceof Value.Dict;
    }

    private static boolean isCased(Value value, boolean upper) {
        String text = Python.str(value);
        boolean cased = text.chars().anyMatch(c -> Character.isUpperCase(c) || Character.isLowerCase(c));
        return cased && text.chars().noneMatch(upper ? Character::isLowerCase : Character::isUpperCase);
    }

    private static boolean divides(Value value, Value by) {
        int divisor = Python.index(by);
        if (divisor == 0) {
            throw ExpressionException.value("division by zero");
        }
        return Python.index(value) % divisor == 0;
    }
}
