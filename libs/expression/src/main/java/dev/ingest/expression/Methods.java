package dev.ingest.expression;

import java.util.Map;
import java.util.Optional;

/** Methods by the type of their target. */
final class Methods {
    private static final Map<String, Builtin> TEXT = Map.copyOf(TextMethods.all());
    private static final Map<String, Builtin> DICT = Map.copyOf(DictMethods.all());
    private static final Map<String, Builtin> LIST = Map.copyOf(ListMethods.all());
    private static final Map<String, Builtin> DATE = Map.copyOf(DateMethods.all());

    private Methods() {}

    /** Whether any type has a method of this name: known when compiling. */
    static boolean exists(String name) {
        return TEXT.containsKey(name) || DICT.containsKey(name) || LIST.containsKey(name) || DATE.containsKey(name);
    }

    static Builtin of(Value target, String name) {
        Map<String, Builtin> methods =
                switch (target) {
                    case Value.Str text -> TEXT;
                    case Value.Dict dict -> DICT;
                    case Value.Items items -> LIST;
                    case Value.Tuple tuple -> LIST;
                    case Value.DateTime moment -> DATE;
                    case Value.Date date -> DATE;
                    case Value.Delta delta -> DATE;
                    case Value.Undefined(var path) -> throw ExpressionException.undefined(path);
                    case Value other -> Map.of();
                };
        // Jinja finds no such attribute, and calling what is undefined is an error of that kind.
        return Optional.ofNullable(methods.get(name))
                .orElseThrow(() -> ExpressionException.undefined(Python.typeName(target) + "." + name));
    }
}
