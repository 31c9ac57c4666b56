package dev.ingest.expression;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Values as JSON text, as Python's {@code json.dumps} writes it, or compact. */
public final class JsonText {
    /** What becomes of numbers that JSON does not have. */
    private enum Special {
        NAMED,
        NULL,
        REFUSED
    }

    private record Form(
            String comma, String colon, boolean sorted, boolean ascii, Special special, Optional<String> indent) {}

    private static final Form DUMPS = new Form(", ", ": ", false, true, Special.NAMED, Optional.empty());
    private static final Form COMPACT = new Form(",", ":", false, false, Special.REFUSED, Optional.empty());
    private static final Form RECORD = new Form(",", ":", false, false, Special.NULL, Optional.empty());
    private static final Form CANONICAL = new Form(",", ":", true, true, Special.REFUSED, Optional.empty());

    private final StringBuilder out = new StringBuilder();
    private final Form form;
    private final Optional<Evaluation> evaluation;
    private int depth;

    private JsonText(Form form, Optional<Evaluation> evaluation) {
        this.form = form;
        this.evaluation = evaluation;
    }

    /** As {@code json.dumps} writes it by default: blanks after separators, ASCII only. */
    static String dumps(Value value, Evaluation evaluation) {
        return new JsonText(DUMPS, Optional.of(evaluation)).write(value);
    }

    /** With sorted keys, and on several lines if there is an indent. */
    static String sorted(Value value, Optional<String> indent, Evaluation evaluation) {
        Form form = new Form(indent.isPresent() ? "," : ", ", ": ", true, true, Special.NAMED, indent);
        return new JsonText(form, Optional.of(evaluation)).write(value);
    }

    /** Without blanks, in the order of the keys as they are. */
    public static String compact(Value value) {
        return new JsonText(COMPACT, Optional.empty()).write(value);
    }

    /** As {@link #compact}, but infinite numbers and those that are none become null: the field's own runtime does so, too. */
    public static String record(Value value) {
        return new JsonText(RECORD, Optional.empty()).write(value);
    }

    /** Without blanks, keys sorted: equal values give equal text. */
    public static String canonical(Value value) {
        return new JsonText(CANONICAL, Optional.empty()).write(value);
    }

    /** With escapes for what is not ASCII, as Python's {@code ascii()}. */
    static String asciiOnly(String text) {
        StringBuilder out = new StringBuilder();
        text.codePoints().forEach(c -> {
            if (c < 128) {
                out.append((char) c);
            } else {
                out.append((c < 0x100 ? "\\x%02x" : c < 0x10000 ? "\\u%04x" : "\\U%08x").formatted(c));
            }
        });
        return out.toString();
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
            case Value.Bool(var flag) -> out.append(flag);
            case Value.Int(var number) -> out.append(IntText.of(number));
            case Value.Float(var number) -> number(number);
            case Value.Str(var text) -> text(text);
            case Value.Items(var values) -> array(values);
            case Value.Tuple(var values) -> array(values);
            case Value.Dict(var entries) -> object(entries);
            case Group(var grouper, var list) -> array(List.of(grouper, list));
            case Value other -> other(other);
        }
    }

    /** What Python refuses is refused in a template; other places write dates as text. */
    private void other(Value value) {
        if (evaluation.isPresent() || value instanceof Value.Opaque) {
            throw ExpressionException.type("Object of type " + Python.typeName(value) + " is not JSON serializable");
        }
        if (value instanceof Value.Undefined(var path)) {
            throw ExpressionException.undefined(path);
        }
        text(value instanceof Value.DateTime moment ? Dates.isoFormat(moment, 'T') : Python.str(value));
    }

    private void number(double number) {
        if (Double.isFinite(number)) {
            out.append(FloatText.repr(number));
        } else {
            out.append(
                    switch (form.special()) {
                        case NAMED -> Double.isNaN(number) ? "NaN" : number > 0 ? "Infinity" : "-Infinity";
                        case NULL -> "null";
                        case REFUSED -> throw ExpressionException.value("JSON has no infinite numbers");
                    });
        }
    }

    private void line() {
        form.indent().ifPresent(indent -> out.append('\n').append(indent.repeat(depth)));
    }

    private void array(List<Value> values) {
        out.append('[');
        depth++;
        for (Iterator<Value> each = values.iterator(); each.hasNext(); ) {
            line();
            append(each.next());
            out.append(each.hasNext() ? form.comma() : "");
        }
        depth--;
        if (!values.isEmpty()) {
            line();
        }
        out.append(']');
    }

    private void object(Map<Value, Value> entries) {
        out.append('{');
        depth++;
        // Records have names for keys, in the order in which they are to be written.
        boolean asItIs = !form.sorted() && entries.keySet().stream().allMatch(Value.Str.class::isInstance);
        if (asItIs) {
            members(entries.entrySet().iterator(), JsonText::name);
        } else {
            members(named(entries).entrySet().iterator(), name -> name);
        }
        depth--;
        if (!entries.isEmpty()) {
            line();
        }
        out.append('}');
    }

    private <K> void members(Iterator<Map.Entry<K, Value>> members, Function<K, String> name) {
        while (members.hasNext()) {
            Map.Entry<K, Value> member = members.next();
            line();
            text(name.apply(member.getKey()));
            out.append(form.colon());
            append(member.getValue());
            out.append(members.hasNext() ? form.comma() : "");
        }
    }

    private Map<String, Value> named(Map<Value, Value> entries) {
        List<Value> keys = new ArrayList<>(entries.keySet());
        if (form.sorted()) {
            keys = evaluation.isPresent()
                    ? Sorting.sorted(keys, false, evaluation.get())
                    : keys.stream().sorted((a, b) -> name(a).compareTo(name(b))).toList();
        }
        Map<String, Value> named = LinkedHashMap.newLinkedHashMap(keys.size());
        for (Value key : keys) {
            Value value = entries.get(key);
            if (value != null) {
                named.put(name(key), value);
            }
        }
        return named;
    }

    private static String name(Value key) {
        return switch (key) {
            case Value.Str(var text) -> text;
            case Value.None none -> "null";
            case Value.Bool(var flag) -> Boolean.toString(flag);
            case Value.Int(var number) -> IntText.of(number);
            case Value.Float(var number) -> FloatText.repr(number);
            case Value other ->
                throw ExpressionException.type(
                        "keys must be str, int, float, bool or None, not " + Python.typeName(other));
        };
    }

    private void text(String text) {
        out.append('"');
        int written = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < ' ' || c == '"' || c == '\\' || form.ascii() && c > '~') {
                out.append(text, written, i);
                escape(c);
                written = i + 1;
            }
        }
        out.append(text, written, text.length()).append('"');
    }

    private void escape(char c) {
        int letter = "\"\\\b\f\n\r\t".indexOf(c);
        if (letter >= 0) {
            out.append('\\').append("\"\\bfnrt".charAt(letter));
        } else {
            out.append("\\u%04x".formatted((int) c));
        }
    }
}
