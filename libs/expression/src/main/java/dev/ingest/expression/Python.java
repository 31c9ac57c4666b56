package dev.ingest.expression;

import java.util.ArrayList;
import java.util.List;

/** What Python's built-in functions say about a value: {@code str}, {@code repr}, {@code bool}, {@code iter}. */
public final class Python {
    private Python() {}

    /** The text a template prints. */
    public static String str(Value value) {
        return switch (value) {
            case Value.Str(var text) -> text;
            case Value.Undefined undefined -> "";
            case Value.DateTime moment -> Dates.isoFormat(moment, ' ');
            case Value.Date(var date) -> Dates.isoFormat(date);
            case Value.Delta delta -> Deltas.str(delta);
            case Value.Period period -> Periods.str(period);
            case Value other -> repr(other);
        };
    }

    /** Python's {@code repr}: text is quoted. */
    public static String repr(Value value) {
        return value instanceof Value.Int(var number) ? IntText.of(number) : new Repr().of(value);
    }

    public static boolean truth(Value value) {
        return switch (value) {
            case Value.None none -> false;
            case Value.Undefined undefined -> false;
            case Value.Bool(var flag) -> flag;
            case Value.Int(var number) -> number.signum() != 0;
            case Value.Float(var number) -> number != 0;
            case Value.Str(var text) -> !text.isEmpty();
            case Value.Items(var values) -> !values.isEmpty();
            case Value.Tuple(var values) -> !values.isEmpty();
            case Value.Dict(var entries) -> !entries.isEmpty();
            case Value.Delta(var exact) -> !exact.isZero();
            case Value.Opaque opaque -> opaque.truth();
            case Value.DateTime moment -> true;
            case Value.Date date -> true;
            case Value.Period period -> true;
        };
    }

    /** A snapshot of what iterating gives: elements, keys, or characters. */
    static List<Value> iterate(Value value, Evaluation evaluation) {
        return switch (value) {
            case Value.Items(var values) -> List.copyOf(values);
            case Value.Tuple(var values) -> values;
            case Value.Dict(var entries) -> List.copyOf(entries.keySet());
            case Value.Str(var text) -> characters(text, evaluation);
            case Value.Undefined undefined -> List.of();
            case Value.Opaque opaque -> opaque.elements().orElseThrow(() -> notIterable(value));
            case Value other -> throw notIterable(other);
        };
    }

    static boolean isIterable(Value value) {
        return switch (value) {
            case Value.Items items -> true;
            case Value.Tuple tuple -> true;
            case Value.Dict dict -> true;
            case Value.Str text -> true;
            case Value.Undefined undefined -> true;
            case Value.Opaque opaque ->
                !opaque.callable() && !(opaque instanceof NamespaceObject) && !(opaque instanceof Cycler);
            case Value other -> false;
        };
    }

    private static ExpressionException notIterable(Value value) {
        return ExpressionException.type("'" + typeName(value) + "' object is not iterable");
    }

    private static List<Value> characters(String text, Evaluation evaluation) {
        evaluation.step(text.length() / 8);
        List<Value> characters = new ArrayList<>(text.length());
        text.codePoints().forEach(c -> characters.add(Value.of(Character.toString(c))));
        return characters;
    }

    static int length(Value value) {
        return switch (value) {
            case Value.Str(var text) -> text.codePointCount(0, text.length());
            case Value.Items(var values) -> values.size();
            case Value.Tuple(var values) -> values.size();
            case Value.Dict(var entries) -> entries.size();
            case Value.Undefined undefined -> 0;
            case Value.Opaque opaque -> opaque.length().orElseThrow(() -> noLength(value));
            case Value other -> throw noLength(other);
        };
    }

    private static ExpressionException noLength(Value value) {
        return ExpressionException.type("object of type '" + typeName(value) + "' has no len()");
    }

    /** An integer that counts or indexes; its size is checked. */
    static int index(Value value) {
        if (!Arithmetic.isInteger(value)) {
            throw ExpressionException.type("'" + typeName(value) + "' object cannot be interpreted as an integer");
        }
        var number = Arithmetic.integer(value);
        if (number.bitLength() > 31) {
            throw ExpressionException.value("integer is out of range: " + number.bitLength() + " bits");
        }
        return number.intValue();
    }

    /** The name Python gives the type. */
    static String typeName(Value value) {
        return switch (value) {
            case Value.None none -> "NoneType";
            case Value.Undefined undefined -> "Undefined";
            case Value.Bool bool -> "bool";
            case Value.Int number -> "int";
            case Value.Float number -> "float";
            case Value.Str text -> "str";
            case Value.Items items -> "list";
            case Value.Tuple tuple -> "tuple";
            case Value.Dict dict -> "dict";
            case Value.DateTime moment -> "datetime.datetime";
            case Value.Date date -> "datetime.date";
            case Value.Delta delta -> "datetime.timedelta";
            case Value.Period period -> "Duration";
            case Value.Opaque opaque -> opaque.typeName();
        };
    }
}
