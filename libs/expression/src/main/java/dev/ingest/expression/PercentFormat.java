package dev.ingest.expression;

import java.math.BigInteger;
import java.util.List;
import java.util.Locale;

/** Python's {@code '%s: %d' % values}. */
final class PercentFormat {
    private static final int MAX_WIDTH = 100_000;

    private final String format;
    private final Value argument;
    private final List<Value> values;
    private final Evaluation evaluation;
    private final StringBuilder out = new StringBuilder();
    private int at;
    private int next;
    private boolean byName;

    PercentFormat(String format, Value argument, Evaluation evaluation) {
        this.format = format;
        this.argument = argument;
        this.values = argument instanceof Value.Tuple(var elements) ? elements : List.of(argument);
        this.evaluation = evaluation;
    }

    String fill() {
        while (at < format.length()) {
            char c = format.charAt(at++);
            if (c != '%') {
                out.append(c);
            } else {
                directive();
                evaluation.reserve(out.length());
            }
        }
        boolean mapping = argument instanceof Value.Dict
                || argument instanceof Value.Items
                || argument instanceof Value.Undefined
                || argument instanceof Value.Opaque;
        if (next < values.size() && !byName && !mapping) {
            throw ExpressionException.type("not all arguments converted during string formatting");
        }
        return out.toString();
    }

    private void directive() {
        if (peek() == '%') {
            out.append('%');
            at++;
            return;
        }
        Value named = peek() == '(' ? named() : Value.NONE;
        boolean hasName = byName && format.charAt(at - 1) == ')';
        String flags = flags();
        int width = number();
        int precision = -1;
        if (peek() == '.') {
            at++;
            precision = Math.max(0, number());
        }
        while ("hlL".indexOf(peek()) >= 0) {
            at++;
        }
        char type = peek();
        at++;

        boolean left = flags.indexOf('-') >= 0 || width < -1;
        if ("sracdiuxXoeEfFgG".indexOf(type) < 0) {
            throw ExpressionException.value("unsupported format character '" + type + "'");
        }
        Value value = hasName ? named : take();
        out.append(padded(
                new Conversion(flags, precision, type).text(value),
                width == -1 ? 0 : Math.abs(width),
                left,
                flags,
                type));
    }

    private char peek() {
        if (at >= format.length()) {
            throw ExpressionException.value("incomplete format");
        }
        return format.charAt(at);
    }

    private Value named() {
        int end = format.indexOf(')', at);
        if (end < 0) {
            throw ExpressionException.value("incomplete format key");
        }
        if (!(argument instanceof Value.Dict(var entries))) {
            throw ExpressionException.type("format requires a mapping");
        }
        String key = format.substring(at + 1, end);
        at = end + 1;
        byName = true;
        Value value = entries.get(Value.of(key));
        if (value == null) {
            throw ExpressionException.value("format has no value for the key '" + key + "'");
        }
        return value;
    }

    private String flags() {
        int start = at;
        while ("-+ #0".indexOf(peek()) >= 0) {
            at++;
        }
        return format.substring(start, at);
    }

    /** A width or precision; {@code *} takes it from the values. -1 where there is none. */
    private int number() {
        int number = -1;
        if (peek() == '*') {
            at++;
            Value value = take();
            if (!Arithmetic.isInteger(value)) {
                throw ExpressionException.type("* wants int");
            }
            number = Python.index(value);
        }
        while (Character.isDigit(peek())) {
            number = Math.max(0, number) * 10 + format.charAt(at++) - '0';
            check(number);
        }
        return check(number);
    }

    private static int check(int number) {
        if (Math.abs(number) > MAX_WIDTH) {
            throw ExpressionException.limit("format is wider than " + MAX_WIDTH + " characters");
        }
        return number;
    }

    private Value take() {
        if (next >= values.size()) {
            throw ExpressionException.type("not enough arguments for format string");
        }
        return values.get(next++);
    }

    private static String padded(String text, int width, boolean left, String flags, char type) {
        int missing = width - text.codePointCount(0, text.length());
        if (missing <= 0) {
            return text;
        }
        if (left) {
            return text + " ".repeat(missing);
        }
        boolean zeros = flags.indexOf('0') >= 0 && "sracn".indexOf(type) < 0;
        if (!zeros) {
            return " ".repeat(missing) + text;
        }
        int sign = text.startsWith("-") || text.startsWith("+") || text.startsWith(" ") ? 1 : 0;
        int prefix = text.startsWith("0x", sign) || text.startsWith("0X", sign) || text.startsWith("0o", sign) ? 2 : 0;
        return text.substring(0, sign + prefix) + "0".repeat(missing) + text.substring(sign + prefix);
    }

    /** One directive without its width. */
    private record Conversion(String flags, int precision, char type) {
        String text(Value value) {
            return switch (type) {
                case 's' -> cut(Python.str(value));
                case 'r' -> cut(Python.repr(value));
                case 'a' -> cut(JsonText.asciiOnly(Python.repr(value)));
                case 'c' -> character(value);
                case 'd', 'i', 'u' -> signed(integer(value), digits(decimal(value)));
                case 'x', 'X', 'o' -> radix(value);
                case 'e', 'E', 'f', 'F', 'g', 'G' -> real(value);
                default -> throw ExpressionException.value("unsupported format character '" + type + "'");
            };
        }

        private String cut(String text) {
            boolean fits = precision < 0 || text.codePointCount(0, text.length()) <= precision;
            return fits ? text : text.substring(0, text.offsetByCodePoints(0, precision));
        }

        private static String character(Value value) {
            if (value instanceof Value.Str(var text) && text.codePointCount(0, text.length()) == 1) {
                return text;
            }
            if (!Arithmetic.isInteger(value)) {
                throw ExpressionException.type("%c requires int or char");
            }
            int c = Python.index(value);
            if (!Character.isValidCodePoint(c)) {
                throw ExpressionException.value("%c arg not in range(0x110000)");
            }
            return Character.toString(c);
        }

        private String digits(String digits) {
            return "0".repeat(Math.max(0, precision - digits.length())) + digits;
        }

        private static String decimal(Value value) {
            return IntText.of(integer(value).abs());
        }

        /** {@code %d} takes floats too, cutting their fraction. */
        private static BigInteger integer(Value value) {
            if (value instanceof Value.Undefined(var path)) {
                throw ExpressionException.undefined(path);
            }
            if (!Arithmetic.isNumber(value)) {
                throw ExpressionException.type("%d format: a real number is required, not " + Python.typeName(value));
            }
            return Numbers.toInt(value);
        }

        private String signed(BigInteger number, String digits) {
            return sign(number.signum() < 0) + digits;
        }

        private String sign(boolean negative) {
            return negative ? "-" : flags.indexOf('+') >= 0 ? "+" : flags.indexOf(' ') >= 0 ? " " : "";
        }

        private String radix(Value value) {
            if (!Arithmetic.isInteger(value)) {
                throw ExpressionException.type(
                        "%" + type + " format: an integer is required, not " + Python.typeName(value));
            }
            BigInteger number = Arithmetic.integer(value);
            String digits = digits(number.abs().toString(type == 'o' ? 8 : 16));
            String prefix = flags.indexOf('#') < 0 ? "" : type == 'o' ? "0o" : "0x";
            String text = prefix + digits;
            return sign(number.signum() < 0) + (type == 'X' ? text.toUpperCase(Locale.ROOT) : text);
        }

        private String real(Value value) {
            if (!Arithmetic.isNumber(value)) {
                throw value instanceof Value.Undefined(var path)
                        ? ExpressionException.undefined(path)
                        : ExpressionException.type("must be real number, not " + Python.typeName(value));
            }
            double number = Arithmetic.real(value);
            String text = FormatSpec.real(
                    number, Character.toLowerCase(type), precision < 0 ? 6 : precision, flags.indexOf('#') >= 0);
            String signed = text.startsWith("-") ? text : sign(false) + text;
            return Character.isUpperCase(type) ? signed.toUpperCase(Locale.ROOT) : signed;
        }
    }
}
