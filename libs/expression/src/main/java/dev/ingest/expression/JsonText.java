package dev.ingest.expression;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/** Values as JSON text, with Python's spacing ({@code json.dumps}) or compact. */
public final class JsonText {
    private final StringBuilder out = new StringBuilder();
    private final String comma;
    private final String colon;
    private final boolean sorted;
    private final boolean ascii;

    private JsonText(String comma, String colon, boolean sorted, boolean ascii) {
        this.comma = comma;
        this.colon = colon;
        this.sorted = sorted;
        this.ascii = ascii;
    }

    /** As {@code json.dumps} writes it by default: blanks after separators, ASCII only. */
    static String dumps(Value value) {
        return new JsonText(", ", ": ", false, true).write(value);
    }

    /** Without blanks, in the order of the keys as they are. */
    public static String compact(Value value) {
        return new JsonText(",", ":", false, false).write(value);
    }

    /** Without blanks, keys sorted: equal values give equal text. */
    public static String canonical(Value value) {
        return new JsonText(",", ":", true, true).write(value);
    }

    private String write(Value value) {
        append(value);
        return out.toString();
    }

    private void append(Value value) {
        if (out.length() > Limits.DEFAULT.output() * 8L) {
            throw ExpressionException.limit(
                    "a value of more than " + Limits.DEFAULT.output() * 8L + " characters of JSON");
        }
        switch (value) {
            case Value.None none -> out.append("null");
            case Value.Undefined undefined -> throw ExpressionException.undefined(undefined.path());
            case Value.Bool(var flag) -> out.append(flag);
            case Value.Int(var number) -> out.append(number);
            case Value.Float(var number) -> number(number);
            case Value.Str(var text) -> text(text);
            case Value.Items(var values) -> array(values);
            case Value.Tuple(var values) -> array(values);
            case Value.Dict(var entries) -> object(entries);
            case Value.DateTime moment -> text(Dates.isoFormat(moment, 'T'));
            case Value.Date(var date) -> text(date.toString());
            case Value.Delta delta -> text(Deltas.str(delta));
            case Value.Namespace(var attributes) -> append(Value.dict(attributes));
        }
    }

    private void number(double number) {
        if (!Double.isFinite(number)) {
            throw ExpressionException.value("JSON has no infinite numbers");
        }
        out.append(Python.floatRepr(number));
    }

    private void array(Iterable<Value> values) {
        out.append('[');
        for (Iterator<Value> each = values.iterator(); each.hasNext(); ) {
            append(each.next());
            out.append(each.hasNext() ? comma : "");
        }
        out.append(']');
    }

    private void object(Map<Value, Value> entries) {
        Map<String, Value> named = sorted ? new TreeMap<>() : new LinkedHashMap<>();
        entries.forEach((key, value) -> named.put(name(key), value));
        out.append('{');
        for (var each = named.entrySet().iterator(); each.hasNext(); ) {
            var entry = each.next();
            text(entry.getKey());
            out.append(colon);
            append(entry.getValue());
            out.append(each.hasNext() ? comma : "");
        }
        out.append('}');
    }

    private static String name(Value key) {
        return switch (key) {
            case Value.Str(var text) -> text;
            case Value.None none -> "null";
            case Value.Bool(var flag) -> Boolean.toString(flag);
            case Value other -> Python.str(other);
        };
    }

    private void text(String text) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            character(text.charAt(i));
        }
        out.append('"');
    }

    private void character(char c) {
        int escaped = "\"\\\b\f\n\r\t".indexOf(c);
        if (escaped >= 0) {
            out.append('\\').append("\"\\bfnrt".charAt(escaped));
        } else if (c < ' ' || (ascii && c > '~') || Character.isSurrogate(c) && ascii) {
            out.append("\\u%04x".formatted((int) c));
        } else {
            out.append(c);
        }
    }
}
