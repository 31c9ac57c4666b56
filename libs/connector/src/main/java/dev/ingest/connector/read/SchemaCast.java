package dev.ingest.connector.read;

import dev.ingest.expression.JsonText;
import dev.ingest.expression.Literal;
import dev.ingest.expression.Value;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The {@code Default} normalisation: casts values to the one type (besides null) that their schema names. */
final class SchemaCast {
    private SchemaCast() {}

    static void apply(Value.Dict record, Value schema) {
        if (!(property(schema, "properties") instanceof Value.Dict properties)) {
            return;
        }
        record.entries().replaceAll((name, value) -> {
            Value expected = properties.entries().get(name);
            return expected == null ? value : cast(value, expected);
        });
    }

    private static Value property(Value schema, String name) {
        return schema instanceof Value.Dict dict ? dict.at(name).orElse(Value.NONE) : Value.NONE;
    }

    private static Optional<String> type(Value schema) {
        List<Value> types =
                switch (property(schema, "type")) {
                    case Value.Items(var several) ->
                        several.stream()
                                .filter(type -> !type.equals(Value.of("null")))
                                .toList();
                    case Value one -> List.of(one);
                };
        return types.size() == 1 && types.getFirst() instanceof Value.Str(var name)
                ? Optional.of(name)
                : Optional.empty();
    }

    private static Value cast(Value value, Value schema) {
        if (value instanceof Value.None) {
            return value;
        }
        return switch (type(schema).orElse("")) {
            case "string" -> value instanceof Value.Str ? value : Value.of(text(value));
            case "number" -> number(value);
            case "integer" -> integer(value);
            case "boolean" -> flag(value);
            case "object" -> {
                if (value instanceof Value.Dict inner) {
                    apply(inner, schema);
                }
                yield value;
            }
            case "array" -> array(value, property(schema, "items"));
            default -> value;
        };
    }

    private static String text(Value value) {
        return switch (value) {
            case Value.Dict dict -> JsonText.compact(dict);
            case Value.Items items -> JsonText.compact(items);
            case Value other -> dev.ingest.expression.Python.str(other);
        };
    }

    private static Value number(Value value) {
        if (value instanceof Value.Str(var text)) {
            Optional<Value> literal = Literal.parse(text.strip()).filter(SchemaCast::isNumber);
            return literal.orElse(value);
        }
        return value instanceof Value.Bool(var flag) ? Value.of(flag ? 1 : 0) : value;
    }

    private static boolean isNumber(Value value) {
        return value instanceof Value.Int || value instanceof Value.Float;
    }

    private static Value integer(Value value) {
        Value number = number(value);
        return number instanceof Value.Float(var real) && Double.isFinite(real)
                ? new Value.Int(BigDecimal.valueOf(real).toBigInteger())
                : number;
    }

    private static Value flag(Value value) {
        if (!(value instanceof Value.Str(var text))) {
            return value;
        }
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "y", "yes", "t", "true", "on", "1" -> Value.TRUE;
            case "n", "no", "f", "false", "off", "0" -> Value.FALSE;
            default -> value;
        };
    }

    private static Value array(Value value, Value items) {
        if (value instanceof Value.Items(var values)) {
            values.replaceAll(element -> cast(element, items));
        }
        return value;
    }
}
