package dev.ingest.expression;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiPredicate;
import java.util.stream.Collectors;

/** Methods of {@code str}. */
final class TextMethods {
    private TextMethods() {}

    static Map<String, Builtin> all() {
        Map<String, Builtin> all = new HashMap<>();
        all.put("split", arguments -> split(arguments, false));
        all.put("rsplit", arguments -> split(arguments, true));
        all.put(
                "splitlines",
                arguments -> Value.list(self(arguments).lines().map(Value::of).toList()));
        all.put("join", TextMethods::join);
        all.put(
                "replace",
                arguments -> Value.of(replace(
                        self(arguments),
                        arguments.text(1, "old"),
                        arguments.text(2, "new"),
                        arguments.integer(3, "count", -1),
                        arguments.evaluation())));
        all.put("startswith", arguments -> Value.of(any(arguments, String::startsWith)));
        all.put("endswith", arguments -> Value.of(any(arguments, String::endsWith)));
        all.put("lower", arguments -> Value.of(self(arguments).toLowerCase(Locale.ROOT)));
        all.put("upper", arguments -> Value.of(self(arguments).toUpperCase(Locale.ROOT)));
        all.put(
                "capitalize",
                arguments -> Builtins.filter("capitalize").orElseThrow().call(arguments));
        all.put("title", arguments -> Builtins.filter("title").orElseThrow().call(arguments));
        all.put("strip", arguments -> Value.of(strip(self(arguments), arguments, true, true)));
        all.put("lstrip", arguments -> Value.of(strip(self(arguments), arguments, true, false)));
        all.put("rstrip", arguments -> Value.of(strip(self(arguments), arguments, false, true)));
        all.put("format", arguments -> Value.of(TextFormat.braces(arguments)));
        all.put("find", arguments -> Value.of(self(arguments).indexOf(arguments.text(1, "sub"))));
        all.put("count", TextMethods::count);
        all.put("isdigit", arguments -> Value.of(matches(arguments, "\\d+")));
        all.put("isnumeric", arguments -> Value.of(matches(arguments, "\\d+")));
        all.put("isalpha", arguments -> Value.of(matches(arguments, "\\p{L}+")));
        all.put("isalnum", arguments -> Value.of(matches(arguments, "[\\p{L}\\d]+")));
        all.put("removeprefix", arguments -> Value.of(removePrefix(self(arguments), arguments.text(1, "prefix"))));
        all.put("removesuffix", arguments -> Value.of(removeSuffix(self(arguments), arguments.text(1, "suffix"))));
        all.put("zfill", arguments -> Value.of(pad(arguments, '0', true)));
        all.put("rjust", arguments -> Value.of(pad(arguments, ' ', true)));
        all.put("ljust", arguments -> Value.of(pad(arguments, ' ', false)));
        all.put("partition", TextMethods::partition);
        return all;
    }

    private static String self(Arguments arguments) {
        return arguments.text(0, "self");
    }

    private static boolean matches(Arguments arguments, String regex) {
        return self(arguments).matches(regex);
    }

    private static Value split(Arguments arguments, boolean fromRight) {
        String text = self(arguments);
        int most = arguments.integer(2, "maxsplit", -1);
        Optional<String> separator = arguments
                .optional(1, "sep")
                .filter(value -> !(value instanceof Value.None))
                .map(value -> arguments.text(1, "sep", ""));
        if (separator.isPresent() && separator.get().isEmpty()) {
            throw ExpressionException.value("split() with an empty separator");
        }
        List<String> parts =
                separator.map(by -> split(text, by, most, fromRight)).orElseGet(() -> words(text, most));
        arguments.evaluation().step(parts.size());
        return Value.list(parts.stream().map(Value::of).toList());
    }

    private static List<String> split(String text, String separator, int most, boolean fromRight) {
        List<String> parts = new ArrayList<>();
        String rest = text;
        int at = fromRight ? rest.lastIndexOf(separator) : rest.indexOf(separator);
        while (at >= 0 && (most < 0 || parts.size() < most)) {
            String before = rest.substring(0, at);
            String after = rest.substring(at + separator.length());
            parts.add(fromRight ? after : before);
            rest = fromRight ? before : after;
            at = fromRight ? rest.lastIndexOf(separator) : rest.indexOf(separator);
        }
        parts.add(rest);
        return fromRight ? parts.reversed() : parts;
    }

    private static List<String> words(String text, int most) {
        String stripped = text.strip();
        return stripped.isEmpty() ? List.of() : List.of(stripped.split("\\s+", most < 0 ? 0 : most + 1));
    }

    private static Value join(Arguments arguments) {
        List<Value> values = Python.iterate(arguments.required(1, "iterable"));
        for (Value value : values) {
            if (!(value instanceof Value.Str)) {
                throw ExpressionException.type("join() wants texts, not " + Python.typeName(value));
            }
        }
        String joined = values.stream().map(Python::str).collect(Collectors.joining(self(arguments)));
        arguments.evaluation().reserve(joined.length());
        return Value.of(joined);
    }

    static String replace(String text, String old, String replacement, int count, Evaluation evaluation) {
        long most = old.isEmpty() ? text.length() + 1L : text.length() / old.length();
        evaluation.reserve(text.length() + most * replacement.length());
        if (count < 0) {
            return text.replace(old, replacement);
        }
        StringBuilder replaced = new StringBuilder();
        int from = 0;
        int at = text.indexOf(old);
        for (int i = 0; i < count && at >= 0 && !old.isEmpty(); i++) {
            replaced.append(text, from, at).append(replacement);
            from = at + old.length();
            at = text.indexOf(old, from);
        }
        return replaced.append(text.substring(from)).toString();
    }

    private static boolean any(Arguments arguments, BiPredicate<String, String> test) {
        Value affix = arguments.required(1, "prefix");
        List<Value> all = affix instanceof Value.Tuple(var several) ? several : List.of(affix);
        for (Value one : all) {
            if (!(one instanceof Value.Str(var part))) {
                throw ExpressionException.type(arguments.function() + "() wants text, not " + Python.typeName(one));
            }
            if (test.test(self(arguments), part)) {
                return true;
            }
        }
        return false;
    }

    /** Strips blanks, or the characters of the argument. */
    static String strip(String text, Arguments arguments, boolean left, boolean right) {
        Optional<String> characters = arguments
                .optional(1, "chars")
                .filter(value -> !(value instanceof Value.None))
                .map(Python::str);
        int start = 0;
        int end = text.length();
        while (left && start < end && strips(text.charAt(start), characters)) {
            start++;
        }
        while (right && end > start && strips(text.charAt(end - 1), characters)) {
            end--;
        }
        return text.substring(start, end);
    }

    private static boolean strips(char c, Optional<String> characters) {
        return characters.map(all -> all.indexOf(c) >= 0).orElse(Character.isWhitespace(c));
    }

    private static Value count(Arguments arguments) {
        String part = arguments.text(1, "sub");
        return part.isEmpty()
                ? Value.of(self(arguments).length() + 1L)
                : Value.of(split(self(arguments), part, -1, false).size() - 1L);
    }

    private static String removePrefix(String text, String prefix) {
        return text.startsWith(prefix) ? text.substring(prefix.length()) : text;
    }

    private static String removeSuffix(String text, String suffix) {
        return text.endsWith(suffix) ? text.substring(0, text.length() - suffix.length()) : text;
    }

    private static String pad(Arguments arguments, char with, boolean left) {
        String text = self(arguments);
        int width = Python.index(arguments.required(1, "width"));
        arguments.evaluation().reserve(width);
        String padding = String.valueOf(with).repeat(Math.max(0, width - text.length()));
        return left ? padding + text : text + padding;
    }

    private static Value partition(Arguments arguments) {
        String separator = arguments.text(1, "sep");
        List<String> parts = split(self(arguments), separator, 1, false);
        return parts.size() == 2
                ? new Value.Tuple(List.of(Value.of(parts.getFirst()), Value.of(separator), Value.of(parts.getLast())))
                : new Value.Tuple(List.of(Value.of(parts.getFirst()), Value.EMPTY, Value.EMPTY));
    }
}
