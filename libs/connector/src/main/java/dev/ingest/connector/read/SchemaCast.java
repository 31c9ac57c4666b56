package dev.ingest.connector.read;

import dev.ingest.expression.Python;
import dev.ingest.expression.Value;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** The {@code Default} normalisation: casts values to the one type (besides null) that their schema names, as Python casts. */
final class SchemaCast {
    private static final Pattern WHOLE = Pattern.compile("\\s*[+-]?\\d+(_\\d+)*\\s*");
    private static final Pattern REAL =
            Pattern.compile("\\s*[+-]?(\\d+(_\\d+)*\\.?(\\d+(_\\d+)*)?|\\.\\d+(_\\d+)*)([eE][+-]?\\d+)?\\s*");
    private static final Set<String> SIMPLE = Set.of("string", "number", "integer", "boolean", "null");

    private final Value root;

    private SchemaCast(Value root) {
        this.root = root;
    }

    static void apply(Value.Dict record, Value schema) {
        new SchemaCast(schema).descend(record, schema);
    }

    /** What is inside a value; a reference counts for this, though not for the value itself. */
    private void descend(Value value, Value schema) {
        Value own = property(schema, "$ref") instanceof Value.Str(var reference) ? resolved(reference) : schema;
        if (value instanceof Value.Dict(var entries)
                && property(own, "properties") instanceof Value.Dict(var properties)) {
            properties.forEach(
                    (name, expected) -> entries.computeIfPresent(name, (key, entry) -> cast(entry, expected)));
            properties.forEach((name, expected) ->
                    Optional.ofNullable(entries.get(name)).ifPresent(entry -> descend(entry, expected)));
        } else if (value instanceof Value.Items(var values) && property(own, "items") instanceof Value.Dict items) {
            values.replaceAll(element -> cast(element, items));
            values.forEach(element -> descend(element, items));
        }
    }

    private Value resolved(String reference) {
        Value found = root;
        for (String step : reference.replaceFirst("^#/?", "").split("/")) {
            found = step.isEmpty() ? found : property(found, step);
        }
        return found;
    }

    private static Value property(Value schema, String name) {
        return schema instanceof Value.Dict dict ? dict.at(name).orElse(Value.NONE) : Value.NONE;
    }

    private static Value cast(Value value, Value schema) {
        Value types = property(schema, "type");
        List<Value> named = types instanceof Value.Items(var several) ? several : List.of(types);
        if (value instanceof Value.None && named.contains(Value.of("null"))) {
            return value;
        }
        List<Value> wanted =
                named.stream().filter(type -> !type.equals(Value.of("null"))).toList();
        return wanted.size() == 1 && wanted.getFirst() instanceof Value.Str(var type)
                ? cast(value, type, schema)
                : value;
    }

    private static Value cast(Value value, String type, Value schema) {
        return switch (type) {
            case "string" -> value instanceof Value.Str ? value : Value.of(Python.str(value));
            case "number" -> number(value);
            case "integer" -> integer(value);
            case "boolean" -> flag(value);
            case "array" -> wrapped(value, property(property(schema, "items"), "type"));
            default -> value;
        };
    }

    private static Value number(Value value) {
        return switch (value) {
            case Value.Int(var whole) -> real(whole.doubleValue());
            case Value.Bool(var flag) -> real(flag ? 1 : 0);
            case Value.Str(var text)
            when REAL.matcher(text).matches() ->
                real(Double.parseDouble(text.strip().replace("_", "")));
            case Value.Str(var text) when isNotFinite(text) -> Value.NONE;
            case Value other -> other;
        };
    }

    /** JSON has no other numbers. */
    private static Value real(double number) {
        return Double.isFinite(number) ? new Value.Float(number) : Value.NONE;
    }

    private static boolean isNotFinite(String text) {
        String bare = text.strip().toLowerCase(Locale.ROOT).replaceFirst("^[+-]", "");
        return Arrays.asList("nan", "inf", "infinity").contains(bare);
    }

    private static Value integer(Value value) {
        return switch (value) {
            case Value.Float(var real)
            when Double.isFinite(real) -> new Value.Int(BigDecimal.valueOf(real).toBigInteger());
            case Value.Bool(var flag) -> Value.of(flag ? 1 : 0);
            case Value.Str(var text)
            when WHOLE.matcher(text).matches() ->
                new Value.Int(new BigInteger(text.strip().replace("_", "").replaceFirst("^\\+", "")));
            case Value other -> other;
        };
    }

    private static Value flag(Value value) {
        if (!(value instanceof Value.Str(var text))) {
            return Value.of(Python.truth(value));
        }
        return switch (text.toLowerCase(Locale.ROOT).strip()) {
            case "y", "yes", "t", "true", "on", "1" -> Value.TRUE;
            case "n", "no", "f", "false", "off", "0" -> Value.FALSE;
            default -> value;
        };
    }

    /** A single value where a list belongs; only where the elements' types are a list of simple ones, or not given. */
    private static Value wrapped(Value value, Value elementTypes) {
        boolean simple =
                switch (elementTypes) {
                    case Value.None none -> true;
                    case Value.Items(var types) -> types.stream().allMatch(type -> SIMPLE.contains(Python.str(type)));
                    case Value other -> false;
                };
        boolean single = !(value instanceof Value.Items || value instanceof Value.Dict);
        return simple && single ? new Value.Items(new ArrayList<>(List.of(value))) : value;
    }
}
