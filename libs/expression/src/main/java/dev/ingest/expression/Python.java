package dev.ingest.expression;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What Python's built-in functions say about a value: {@code str}, {@code repr}, {@code bool}, {@code iter}. */
public final class Python {
    private Python() {}

    /** The text a template prints. */
    public static String str(Value value) {
        return switch (value) {
            case Value.Str(var text) -> text;
            case Value.Undefined undefined -> "";
            case Value.DateTime moment -> Dates.isoFormat(moment, ' ');
            case Value.Date(var date) -> date.toString();
            case Value.Delta delta -> Deltas.str(delta);
            case Value other -> repr(other);
        };
    }

    /** Python's {@code repr}: text is quoted. */
    public static String repr(Value value) {
        StringBuilder out = new StringBuilder();
        repr(value, out);
        return out.toString();
    }

    private static void repr(Value value, StringBuilder out) {
        if (out.length() > Limits.DEFAULT.output()) {
            throw ExpressionException.limit("a value prints as more than " + Limits.DEFAULT.output() + " characters");
        }
        switch (value) {
            case Value.None none -> out.append("None");
            case Value.Undefined undefined -> out.append("Undefined");
            case Value.Bool(var flag) -> out.append(flag ? "True" : "False");
            case Value.Int(var number) -> out.append(number);
            case Value.Float(var number) -> out.append(floatRepr(number));
            case Value.Str(var text) -> quote(text, out);
            case Value.Items(var values) -> join("[", values, "]", out);
            case Value.Tuple(var values) -> join("(", values, values.size() == 1 ? ",)" : ")", out);
            case Value.Dict(var entries) -> dict(entries, out);
            case Value.Namespace(var attributes) ->
                out.append("<Namespace of ").append(attributes.keySet()).append('>');
            case Value.DateTime moment ->
                out.append("datetime.datetime(")
                        .append(Dates.isoFormat(moment, ' '))
                        .append(')');
            case Value.Date(var date) ->
                out.append("datetime.date(").append(date).append(')');
            case Value.Delta delta ->
                out.append("datetime.timedelta(").append(Deltas.str(delta)).append(')');
        }
    }

    private static void join(String open, List<Value> values, String close, StringBuilder out) {
        String separator = open;
        for (Value value : values) {
            out.append(separator);
            repr(value, out);
            separator = ", ";
        }
        out.append(values.isEmpty() ? open : "").append(close);
    }

    private static void dict(Map<Value, Value> entries, StringBuilder out) {
        String separator = "{";
        for (Map.Entry<Value, Value> entry : entries.entrySet()) {
            out.append(separator);
            repr(entry.getKey(), out);
            out.append(": ");
            repr(entry.getValue(), out);
            separator = ", ";
        }
        out.append(entries.isEmpty() ? "{" : "").append('}');
    }

    /** The shortest digits that read back equal, with an exponent below 1e-4 and from 1e16 on. */
    static String floatRepr(double number) {
        if (Double.isNaN(number)) {
            return "nan";
        }
        if (Double.isInfinite(number)) {
            return number > 0 ? "inf" : "-inf";
        }
        if (number == 0) {
            return 1 / number < 0 ? "-0.0" : "0.0";
        }
        BigDecimal exact = new BigDecimal(Double.toString(number)).stripTrailingZeros();
        int exponent = exact.precision() - exact.scale() - 1;
        if (exponent >= -4 && exponent < 16) {
            String plain = exact.toPlainString();
            return plain.contains(".") ? plain : plain + ".0";
        }
        String digits = exact.unscaledValue().abs().toString();
        String fraction = digits.length() > 1 ? "." + digits.substring(1) : "";
        String sign = number < 0 ? "-" : "";
        return "%s%c%se%s%02d"
                .formatted(sign, digits.charAt(0), fraction, exponent < 0 ? "-" : "+", Math.abs(exponent));
    }

    private static void quote(String text, StringBuilder out) {
        char quote = text.indexOf('\'') >= 0 && text.indexOf('"') < 0 ? '"' : '\'';
        out.append(quote);
        text.codePoints().forEach(c -> appendEscaped(out, c, quote));
        out.append(quote);
    }

    private static void appendEscaped(StringBuilder out, int c, char quote) {
        switch (c) {
            case '\n' -> out.append("\\n");
            case '\r' -> out.append("\\r");
            case '\t' -> out.append("\\t");
            case '\\' -> out.append("\\\\");
            default -> {
                if (c == quote) {
                    out.append('\\').append(quote);
                } else if (c < ' ' || (c >= 0x7f && c < 0xa1) || c == 0xad) {
                    out.append("\\x%02x".formatted(c));
                } else {
                    out.appendCodePoint(c);
                }
            }
        }
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
            case Value.Delta(var months, var exact) -> months != 0 || !exact.isZero();
            case Value.DateTime moment -> true;
            case Value.Date date -> true;
            case Value.Namespace namespace -> true;
        };
    }

    /** A snapshot of what iterating gives: elements, keys, or characters. */
    static List<Value> iterate(Value value) {
        return switch (value) {
            case Value.Items(var values) -> List.copyOf(values);
            case Value.Tuple(var values) -> values;
            case Value.Dict(var entries) -> List.copyOf(entries.keySet());
            case Value.Str(var text) -> characters(text);
            case Value.Undefined undefined -> List.of();
            case Value other -> throw ExpressionException.type(typeName(other) + " is not iterable");
        };
    }

    private static List<Value> characters(String text) {
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
            case Value other -> throw ExpressionException.type(typeName(other) + " has no length");
        };
    }

    /** An integer that counts or indexes; its size is checked. */
    static int index(Value value) {
        BigInteger number =
                switch (value) {
                    case Value.Int(var integer) -> integer;
                    case Value.Bool(var flag) -> flag ? BigInteger.ONE : BigInteger.ZERO;
                    case Value.Undefined(var path) -> throw ExpressionException.undefined(path);
                    case Value other -> throw ExpressionException.type("expected an integer, not " + typeName(other));
                };
        if (number.bitLength() > 31) {
            throw ExpressionException.value("integer is out of range: " + number.bitLength() + " bits");
        }
        return number.intValue();
    }

    static String typeName(Value value) {
        return switch (value) {
            case Value.None none -> "None";
            case Value.Undefined undefined -> "undefined";
            case Value.Bool bool -> "a bool";
            case Value.Int number -> "an int";
            case Value.Float number -> "a float";
            case Value.Str text -> "a str";
            case Value.Items items -> "a list";
            case Value.Tuple tuple -> "a tuple";
            case Value.Dict dict -> "a dict";
            case Value.DateTime moment -> "a datetime";
            case Value.Date date -> "a date";
            case Value.Delta delta -> "a timedelta";
            case Value.Namespace namespace -> "a namespace";
        };
    }
}
