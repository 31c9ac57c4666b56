package dev.ingest.expression;

import java.util.List;
import java.util.Map;

/** Python's {@code repr}, into one growing text. */
final class Repr {
    private final StringBuilder out = new StringBuilder();

    String of(Value value) {
        append(value);
        return out.toString();
    }

    private void append(Value value) {
        if (out.length() > Limits.DEFAULT.output()) {
            throw ExpressionException.limit("a value prints as more than " + Limits.DEFAULT.output() + " characters");
        }
        switch (value) {
            case Value.None none -> out.append("None");
            case Value.Undefined undefined -> out.append("Undefined");
            case Value.Bool(var flag) -> out.append(flag ? "True" : "False");
            case Value.Int(var number) -> out.append(IntText.of(number));
            case Value.Float(var number) -> out.append(FloatText.repr(number));
            case Value.Str(var text) -> quote(text);
            case Value.Items(var values) -> join("[", values, "]");
            case Value.Tuple(var values) -> join("(", values, values.size() == 1 ? ",)" : ")");
            case Value.Dict(var entries) -> dict(entries);
            case Value.Opaque opaque -> out.append(opaque.repr());
            case Value.DateTime moment -> out.append(Dates.repr(moment));
            case Value.Date date -> out.append(Dates.repr(date));
            case Value.Delta delta -> out.append(Deltas.repr(delta));
            case Value.Period period -> out.append(Periods.repr(period));
        }
    }

    private void join(String open, List<Value> values, String close) {
        String separator = open;
        for (Value value : values) {
            out.append(separator);
            append(value);
            separator = ", ";
        }
        out.append(values.isEmpty() ? open : "").append(close);
    }

    private void dict(Map<Value, Value> entries) {
        String separator = "{";
        for (Map.Entry<Value, Value> entry : entries.entrySet()) {
            out.append(separator);
            append(entry.getKey());
            out.append(": ");
            append(entry.getValue());
            separator = ", ";
        }
        out.append(entries.isEmpty() ? "{" : "").append('}');
    }

    private void quote(String text) {
        char quote = text.indexOf('\'') >= 0 && text.indexOf('"') < 0 ? '"' : '\'';
        out.append(quote);
        text.codePoints().forEach(c -> escape(c, quote));
        out.append(quote);
    }

    private void escape(int c, char quote) {
        switch (c) {
            case '\n' -> out.append("\\n");
            case '\r' -> out.append("\\r");
            case '\t' -> out.append("\\t");
            case '\\' -> out.append("\\\\");
            default -> {
                if (c == quote) {
                    out.append('\\').append(quote);
                } else if (isPrintable(c)) {
                    out.appendCodePoint(c);
                } else {
                    out.append(
                            c < 0x100
                                    ? "\\x%02x".formatted(c)
                                    : c < 0x10000 ? "\\u%04x".formatted(c) : "\\U%08x".formatted(c));
                }
            }
        }
    }

    /** Python's {@code str.isprintable} of one character. */
    static boolean isPrintable(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            case Character.SPACE_SEPARATOR -> c == ' ';
            default -> true;
        };
    }
}
