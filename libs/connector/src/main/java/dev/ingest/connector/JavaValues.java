package dev.ingest.connector;

import dev.ingest.expression.Python;
import dev.ingest.expression.Value;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Between Java's own types (as JSON libraries give them) and values. */
final class JavaValues {
    private JavaValues() {}

    static Value.Dict dict(Map<String, ?> map) {
        Map<String, Value> values = new LinkedHashMap<>();
        map.forEach((key, value) -> values.put(key, value(value)));
        return Value.dict(values);
    }

    private static Value value(@Nullable Object value) {
        return switch (value) {
            case null -> Value.NONE;
            case Boolean flag -> Value.of(flag);
            case BigInteger number -> new Value.Int(number);
            case BigDecimal number -> new Value.Float(number.doubleValue());
            case Double number -> new Value.Float(number);
            case Float number -> new Value.Float(number);
            case Number number -> Value.of(number.longValue());
            case List<?> list -> Value.list(list.stream().map(JavaValues::value).toList());
            case Map<?, ?> map -> {
                Map<String, Value> values = new LinkedHashMap<>();
                map.forEach((key, entry) -> values.put(String.valueOf(key), value(entry)));
                yield Value.dict(values);
            }
            default -> Value.of(value.toString());
        };
    }

    static Map<String, @Nullable Object> map(Value.Dict dict) {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        dict.entries().forEach((key, value) -> map.put(Python.str(key), java(value)));
        return map;
    }

    private static @Nullable Object java(Value value) {
        return switch (value) {
            case Value.None none -> null;
            case Value.Bool(var flag) -> flag;
            case Value.Int(var number) -> number.bitLength() < 64 ? (Object) number.longValue() : number;
            case Value.Float(var number) -> number;
            case Value.Items(var values) -> list(values);
            case Value.Tuple(var values) -> list(values);
            case Value.Dict dict -> map(dict);
            case Value other -> Python.str(other);
        };
    }

    private static List<@Nullable Object> list(List<Value> values) {
        List<@Nullable Object> list = new ArrayList<>(values.size());
        values.forEach(value -> list.add(java(value)));
        return list;
    }
}
