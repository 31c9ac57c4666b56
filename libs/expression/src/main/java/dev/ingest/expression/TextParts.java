package dev.ingest.expression;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Methods of {@code str} that look for parts of it or cut it into parts. */
final class TextParts {
    private TextParts() {}

    static Map<String, Function> all() {
        Map<String, Function> all = new HashMap<>();
        Builtins.add(all, "split self sep? maxsplit?", arguments -> split(arguments, false));
        Builtins.add(all, "rsplit self sep? maxsplit?", arguments -> split(arguments, true));
        Builtins.add(all, "splitlines self keepends?", TextParts::lines);
        Builtins.add(all, "partition self sep /", arguments -> partition(arguments, false));
        Builtins.add(all, "rpartition self sep /", arguments -> partition(arguments, true));
        Builtins.add(all, "find self sub start? end? /", arguments -> Value.of(find(arguments, false)));
        Builtins.add(all, "rfind self sub start? end? /", arguments -> Value.of(find(arguments, true)));
        Builtins.add(all, "index self sub start? end? /", arguments -> index(arguments, false));
        Builtins.add(all, "rindex self sub start? end? /", arguments -> index(arguments, true));
        Builtins.add(all, "count self sub start? end? /", TextParts::count);
        return all;
    }

    private static Value texts(List<String> parts, Arguments arguments) {
        arguments.evaluation().step(parts.size());
        return Value.list(parts.stream().map(Value::of).toList());
    }

    private static Value split(Arguments arguments, boolean fromRight) {
        String text = TextMethods.self(arguments);
        int most = arguments.integer(2, "maxsplit", -1);
        if (arguments.given(1, "sep").isEmpty()) {
            return texts(fromRight ? Text.lastWords(text, most) : Text.words(text, most), arguments);
        }
        return texts(split(text, separator(arguments), most, fromRight), arguments);
    }

    private static String separator(Arguments arguments) {
        String separator = arguments.text(1, "sep");
        if (separator.isEmpty()) {
            throw ExpressionException.value("empty separator");
        }
        return separator;
    }

    private static List<String> split(String text, String separator, int most, boolean fromRight) {
        List<String> parts = new ArrayList<>();
        int start = 0;
        int end = text.length();
        while (most < 0 || parts.size() < most) {
            int at = fromRight ? text.lastIndexOf(separator, end - separator.length()) : text.indexOf(separator, start);
            if (at < 0) {
                break;
            }
            parts.add(fromRight ? text.substring(at + separator.length(), end) : text.substring(start, at));
            start = fromRight ? start : at + separator.length();
            end = fromRight ? at : end;
            if (fromRight && end < separator.length()) {
                break;
            }
        }
        parts.add(text.substring(start, end));
        return fromRight ? parts.reversed() : parts;
    }

    private static Value lines(Arguments arguments) {
        return texts(Text.lines(TextMethods.self(arguments), arguments.flag(1, "keepends", false)), arguments);
    }

    private static Value partition(Arguments arguments, boolean fromRight) {
        String text = TextMethods.self(arguments);
        String separator = separator(arguments);
        int at = fromRight ? text.lastIndexOf(separator) : text.indexOf(separator);
        Value whole = Value.of(text);
        if (at < 0) {
            return new Value.Tuple(
                    fromRight ? List.of(Value.EMPTY, Value.EMPTY, whole) : List.of(whole, Value.EMPTY, Value.EMPTY));
        }
        return new Value.Tuple(List.of(
                Value.of(text.substring(0, at)),
                Value.of(separator),
                Value.of(text.substring(at + separator.length()))));
    }

    /** The slice that the arguments from {@code first} on select; empty where it begins behind the end. */
    static Optional<String> range(String text, Arguments arguments, int first) {
        if (arguments.positional().size() <= first) {
            return Optional.of(text);
        }
        int[] points = text.codePoints().toArray();
        int start = bound(arguments.given(first, "start"), points.length, 0);
        int end = Math.min(bound(arguments.given(first + 1, "end"), points.length, points.length), points.length);
        return start > points.length || start > end
                ? Optional.empty()
                : Optional.of(new String(points, start, end - start));
    }

    private static int bound(Optional<Value> given, int length, int otherwise) {
        if (given.isEmpty()) {
            return otherwise;
        }
        if (!Arithmetic.isInteger(given.get())) {
            throw ExpressionException.type("slice indices must be integers or None");
        }
        int bound = Python.index(given.get());
        return bound < 0 ? Math.max(0, bound + length) : bound;
    }

    private static long find(Arguments arguments, boolean last) {
        String text = TextMethods.self(arguments);
        String part = arguments.text(1, "sub");
        Optional<String> range = range(text, arguments, 2);
        int at = range.map(where -> last ? where.lastIndexOf(part) : where.indexOf(part))
                .orElse(-1);
        if (at < 0) {
            return -1;
        }
        int start = bound(arguments.given(2, "start"), text.codePointCount(0, text.length()), 0);
        return start + range.orElseThrow().codePointCount(0, at);
    }

    private static Value index(Arguments arguments, boolean last) {
        long at = find(arguments, last);
        if (at < 0) {
            throw ExpressionException.value("substring not found");
        }
        return Value.of(at);
    }

    private static Value count(Arguments arguments) {
        String part = arguments.text(1, "sub");
        Optional<String> range = range(TextMethods.self(arguments), arguments, 2);
        if (range.isEmpty()) {
            return Value.of(0);
        }
        String text = range.get();
        return part.isEmpty()
                ? Value.of(text.codePointCount(0, text.length()) + 1L)
                : Value.of(split(text, part, -1, false).size() - 1L);
    }
}
