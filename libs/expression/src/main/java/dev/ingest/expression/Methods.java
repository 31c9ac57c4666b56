package dev.ingest.expression;

import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Methods by the type of their target. */
final class Methods {
    private static final Map<String, Function> TEXT = Map.copyOf(TextMethods.all());
    private static final Map<String, Function> DICT = Map.copyOf(DictMethods.all());
    private static final Map<String, Function> LIST = Map.copyOf(ListMethods.ofList());
    private static final Map<String, Function> TUPLE = Map.copyOf(ListMethods.ofTuple());
    private static final Map<String, Function> DATE = Map.copyOf(DateMethods.ofDate());
    private static final Map<String, Function> DATE_TIME = Map.copyOf(DateMethods.ofDateTime());
    private static final Map<String, Function> DELTA = Map.copyOf(DateMethods.ofDelta());
    private static final Map<String, Function> INT = Map.copyOf(NumberMethods.ofInt());
    private static final Map<String, Function> FLOAT = Map.copyOf(NumberMethods.ofFloat());
    private static final Set<String> NAMES = names();

    private Methods() {}

    private static Set<String> names() {
        // Those of the loop variable and of a cycler are not in any table.
        Set<String> names = new HashSet<>(Set.of("cycle", "changed", "next", "reset"));
        for (var methods : Set.of(TEXT, DICT, LIST, TUPLE, DATE, DATE_TIME, DELTA, INT, FLOAT)) {
            names.addAll(methods.keySet());
        }
        return Set.copyOf(names);
    }

    /** Whether any type has a method of this name: known when compiling. */
    static boolean exists(String name) {
        return NAMES.contains(name);
    }

    static Optional<Function> of(Value target, String name) {
        return Optional.ofNullable(table(target).get(name));
    }

    private static Map<String, Function> table(Value target) {
        return switch (target) {
            case Value.Dict dict -> DICT;
            case Value.Str text -> TEXT;
            case Value.Items items -> LIST;
            case Value.Tuple tuple -> TUPLE;
            case Value.DateTime moment -> DATE_TIME;
            case Value.Date date -> DATE;
            case Value.Delta delta -> DELTA;
            case Value.Period period -> DELTA;
            case Value.Int number -> INT;
            case Value.Bool flag -> INT;
            case Value.Float number -> FLOAT;
            case Value.None none -> Map.of();
            case Value.Undefined undefined -> Map.of();
            case Value.Opaque opaque -> Map.of();
        };
    }
}
