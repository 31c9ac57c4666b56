package dev.ingest.connector.read;

import dev.ingest.connector.manifest.Interpolated;
import dev.ingest.connector.manifest.Scope;
import dev.ingest.connector.manifest.Transformation;
import dev.ingest.connector.manifest.Transformation.AddedField;
import dev.ingest.connector.manifest.Transformation.ValueType;
import dev.ingest.expression.Value;
import java.util.List;
import java.util.Optional;

/** Applies transformations to a record in place. */
public final class Transformations {
    private final List<Transformation> transformations;

    public Transformations(List<Transformation> transformations) {
        this.transformations = transformations;
    }

    boolean isEmpty() {
        return transformations.isEmpty();
    }

    public void apply(Value.Dict record, Scope scope) {
        for (Transformation transformation : transformations) {
            switch (transformation) {
                case Transformation.AddFields(var fields, var condition) -> add(record, fields, condition, scope);
                case Transformation.RemoveFields(var pointers, var condition) ->
                    remove(record, pointers, condition, scope);
                case Transformation.KeysToLower lower -> Keys.lower(record);
                case Transformation.KeysToSnakeCase snake -> Keys.renameAll(record, SnakeCase::of);
                case Transformation.KeysReplace(var old, var replacement) ->
                    replaceInKeys(record, old, replacement, scope);
                case Transformation.FlattenFields(var lists) -> Flattening.all(record, lists);
                case Transformation.DpathFlattenFields flatten -> Flattening.lift(record, flatten, scope);
                case Transformation.Custom(var replacement) -> replacement.transform(record, scope.config());
            }
        }
    }

    private static void add(Value.Dict record, List<AddedField> fields, Optional<Interpolated> condition, Scope scope) {
        Scope seen = scope.with("record", record);
        for (AddedField field : fields) {
            Value value = narrowed(field, seen);
            boolean added = condition
                    .map(template -> template.truth(seen.with("value", value).with("path", path(field))))
                    .orElse(true);
            if (added) {
                Edits.set(record, field.path(), value);
            }
        }
    }

    private static Value path(AddedField field) {
        return Value.list(field.path().stream().map(Value::of).toList());
    }

    /** A declared type keeps the coercion only where it gives that type. */
    private static Value narrowed(AddedField field, Scope scope) {
        Value value = field.value().value(scope);
        if (field.type().isEmpty() || isOf(field.type().get(), value)) {
            return value;
        }
        return Value.of(field.value().text(scope));
    }

    /** As Python tells types: a whole number is no float, but a boolean is an integer. */
    private static boolean isOf(ValueType type, Value value) {
        return switch (type) {
            case STRING -> value instanceof Value.Str;
            case NUMBER -> value instanceof Value.Float;
            case INTEGER -> value instanceof Value.Int || value instanceof Value.Bool;
            case BOOLEAN -> value instanceof Value.Bool;
        };
    }

    private static void remove(
            Value.Dict record, List<List<String>> pointers, Optional<Interpolated> condition, Scope scope) {
        for (List<String> pointer : pointers) {
            condition.ifPresentOrElse(
                    template -> Edits.removeLeaves(record, leaf -> template.truth(scope.with("property", leaf))),
                    () -> Edits.remove(record, pointer));
        }
    }

    private static void replaceInKeys(Value.Dict record, Interpolated old, Interpolated replacement, Scope scope) {
        Scope seen = scope.with("record", record);
        String searched = old.coercedText(seen);
        String put = replacement.coercedText(seen);
        Keys.renameAll(record, name -> name.replace(searched, put));
    }
}
