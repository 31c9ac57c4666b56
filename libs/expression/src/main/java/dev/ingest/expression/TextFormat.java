package dev.ingest.expression;

import java.util.IllegalFormatException;
import java.util.Iterator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Python's two ways to fill a text: {@code '%s' % value} and {@code '{}'.format(value)}. */
final class TextFormat {
    private static final Pattern PERCENT = Pattern.compile("%([-0+ #]*)(\\d{0,4})(?:\\.(\\d{1,3}))?([sdifgexXr%])");
    private static final Pattern BRACES = Pattern.compile("\\{\\{|\\}\\}|\\{([^{}:!]*)(?::([^{}]*))?\\}");
    private static final Pattern SPEC = Pattern.compile("(0?)(\\d{0,4})(?:\\.(\\d{1,3}))?([dfseEgxX]?)");

    private TextFormat() {}

    static String percent(String format, Value argument, Evaluation evaluation) {
        List<Value> values = argument instanceof Value.Tuple(var elements) ? elements : List.of(argument);
        Iterator<Value> next = values.iterator();
        Matcher directive = PERCENT.matcher(format);
        StringBuilder text = new StringBuilder();
        while (directive.find()) {
            String filled = directive.group(4).equals("%") ? "%" : percent(directive, take(next));
            directive.appendReplacement(text, Matcher.quoteReplacement(filled));
            evaluation.reserve(text.length());
        }
        return directive.appendTail(text).toString();
    }

    private static Value take(Iterator<Value> next) {
        if (!next.hasNext()) {
            throw ExpressionException.type("not enough arguments for the format");
        }
        return next.next();
    }

    private static String percent(Matcher directive, Value value) {
        String width = directive.group(1).replace("#", "") + directive.group(2);
        String precision = directive.group(3);
        String fraction = precision == null ? "" : "." + precision;
        try {
            return switch (directive.group(4)) {
                case "s" -> ("%" + width.replace("0", "") + fraction + "s").formatted(Python.str(value));
                case "r" -> Python.repr(value);
                case "d", "i" -> ("%" + width + "d").formatted(Numbers.toInt(value));
                case "x", "X" -> ("%" + width + directive.group(4)).formatted(Numbers.toInt(value));
                default -> (("%" + width + fraction + directive.group(4))).formatted(Arithmetic.real(value));
            };
        } catch (IllegalFormatException invalid) {
            throw ExpressionException.value("format '" + directive.group() + "' is not supported", invalid);
        }
    }

    static String braces(Arguments arguments) {
        Matcher field = BRACES.matcher(arguments.text(0, "format"));
        StringBuilder text = new StringBuilder();
        int automatic = 1;
        while (field.find()) {
            String filled;
            if (field.group(1) == null) {
                filled = field.group().substring(1);
            } else {
                Value value = field.group(1).isEmpty()
                        ? arguments.required(automatic++, "argument " + (automatic - 2))
                        : named(arguments, field.group(1));
                filled = field.group(2) == null ? Python.str(value) : spec(value, field.group(2));
            }
            field.appendReplacement(text, Matcher.quoteReplacement(filled));
            arguments.evaluation().reserve(text.length());
        }
        return field.appendTail(text).toString();
    }

    private static Value named(Arguments arguments, String name) {
        return name.matches("\\d{1,3}")
                ? arguments.required(Integer.parseInt(name) + 1, name)
                : arguments.required(Integer.MAX_VALUE, name);
    }

    private static String spec(Value value, String spec) {
        Matcher parts = SPEC.matcher(spec);
        if (!parts.matches()) {
            throw ExpressionException.value("format '" + spec + "' is not supported");
        }
        boolean fixed = !parts.group(4).isEmpty() && "fFeEgG".contains(parts.group(4));
        String number = fixed
                ? ("%." + (parts.group(3) == null ? "6" : parts.group(3)) + parts.group(4))
                        .formatted(Arithmetic.real(value))
                : Python.str(value);
        int width = parts.group(2).isEmpty() ? 0 : Integer.parseInt(parts.group(2));
        String padding = (parts.group(1).isEmpty() ? " " : "0").repeat(Math.max(0, width - number.length()));
        return value instanceof Value.Str ? number + padding : padding + number;
    }
}
