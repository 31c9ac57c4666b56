package dev.ingest.connector.manifest;

import dev.ingest.expression.Value;
import java.util.Optional;

/** A template whose coerced result counts only if it has the declared type; else its text does. */
public record TypedTemplate(Interpolated template, Optional<Transformation.ValueType> type) {
    public Value value(Scope scope) {
        Value value = template.value(scope);
        return type.isEmpty() || isOf(type.get(), value) ? value : Value.of(template.text(scope));
    }

    /** As Python's {@code isinstance}: a whole number is no float, and a boolean is an integer. */
    private static boolean isOf(Transformation.ValueType type, Value value) {
        return switch (type) {
            case STRING -> value instanceof Value.Str;
            case NUMBER -> value instanceof Value.Float;
            case INTEGER -> value instanceof Value.Int || value instanceof Value.Bool;
            case BOOLEAN -> value instanceof Value.Bool;
        };
    }

    public boolean isText() {
        return type.filter(Transformation.ValueType.STRING::equals).isPresent();
    }
}
