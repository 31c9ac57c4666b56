package dev.ingest.expression;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiPredicate;
import java.util.function.UnaryOperator;

/** Methods of {@code str}, but those that cut it ({@link TextParts}) or ask what it is made of ({@link TextTests}). */
final class TextMethods {
    private TextMethods() {}

    static Map<String, Function> all() {
        Map<String, Function> all = new HashMap<>();
        Builtins.add(all, "join self iterable /", TextMethods::join);
        Builtins.add(all, "replace self old new count? /", TextMethods::replace);
        Builtins.add(
                all,
                "startswith self prefix start? end? /",
                arguments -> Value.of(affix(arguments, String::startsWith)));
        Builtins.add(
                all, "endswith self suffix start? end? /", arguments -> Value.of(affix(arguments, String::endsWith)));
        text(all, "lower", text -> text.toLowerCase(Locale.ROOT));
        text(all, "upper", text -> text.toUpperCase(Locale.ROOT));
        text(all, "casefold", text -> text.toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT));
        text(all, "capitalize", TextMethods::capitalize);
        text(all, "title", TextMethods::title);
        text(all, "swapcase", TextMethods::swapCase);
        Builtins.add(all, "strip self chars? /", arguments -> Value.of(strip(arguments, true, true)));
        Builtins.add(all, "lstrip self chars? /", arguments -> Value.of(strip(arguments, true, false)));
        Builtins.add(all, "rstrip self chars? /", arguments -> Value.of(strip(arguments, false, true)));
        Builtins.add(all, "format self * **", TextMethods::format);
        Builtins.add(all, "format_map self mapping /", TextMethods::formatMap);
        Builtins.add(
                all, "removeprefix self prefix /", arguments -> Value.of(removePrefix(self(arguments), arguments)));
        Builtins.add(
                all, "removesuffix self suffix /", arguments -> Value.of(removeSuffix(self(arguments), arguments)));
        Builtins.add(all, "zfill self width /", arguments -> Value.of(zeroFill(arguments)));
        Builtins.add(all, "rjust self width fillchar? /", arguments -> Value.of(justify(arguments, 1, 0)));
        Builtins.add(all, "ljust self width fillchar? /", arguments -> Value.of(justify(arguments, 0, 1)));
        Builtins.add(all, "center self width fillchar? /", arguments -> Value.of(justify(arguments, 1, 1)));
        Builtins.add(all, "expandtabs self tabsize?", TextMethods::expandTabs);
        all.putAll(TextParts.all());
        all.putAll(TextTests.all());
        return all;
    }

    private static void text(Map<String, Function> all, String name, UnaryOperator<String> change) {
        Builtins.add(all, name + " self /", arguments -> Value.of(change.apply(self(arguments))));
    }

    static String self(Arguments arguments) {
        return arguments.text(0, "self");
    }

    private static Value join(Arguments arguments) {
        StringBuilder joined = new StringBuilder();
        String separator = "";
        for (Value value : Python.iterate(arguments.required(1, "iterable"), arguments.evaluation())) {
            if (!(value instanceof Value.Str(var text))) {
                throw ExpressionException.type(
                        "sequence item: expected str instance, " + Python.typeName(value) + " found");
            }
            arguments.evaluation().reserve((long) joined.length() + text.length());
            joined.append(separator).append(text);
            separator = self(arguments);
        }
        return Value.of(joined.toString());
    }

    private static Value replace(Arguments arguments) {
        String old = arguments.text(1, "old");
        String replacement = arguments.text(2, "new");
        return Value.of(
                replace(self(arguments), old, replacement, arguments.integer(3, "count", -1), arguments.evaluation()));
    }

    static String replace(String text, String old, String replacement, int count, Evaluation evaluation) {
        long most = old.isEmpty() ? text.length() + 1L : text.length() / old.length();
        evaluation.reserve(text.length() + most * replacement.length());
        if (old.isEmpty()) {
            return interleave(text, replacement, count < 0 ? Integer.MAX_VALUE : count);
        }
        if (count < 0) {
            return text.replace(old, replacement);
        }
        StringBuilder replaced = new StringBuilder();
        int from = 0;
        for (int i = 0; i < count; i++) {
            int at = text.indexOf(old, from);
            if (at < 0) {
                break;
            }
            replaced.append(text, from, at).append(replacement);
            from = at + old.length();
        }
        return replaced.append(text.substring(from)).toString();
    }

    /** Python finds an empty text before each character and at the end. */
    private static String interleave(String text, String inserted, int count) {
        StringBuilder out = new StringBuilder();
        int left = count;
        for (int c : text.codePoints().toArray()) {
            out.append(left-- > 0 ? inserted : "").appendCodePoint(c);
        }
        return out.append(left > 0 ? inserted : "").toString();
    }

    private static boolean affix(Arguments arguments, BiPredicate<String, String> test) {
        Value affix = arguments.required(1, "prefix");
        List<Value> all = affix instanceof Value.Tuple(var several) ? several : List.of(affix);
        String text = self(arguments);
        Optional<String> part = TextParts.range(text, arguments, 2);
        for (Value one : all) {
            if (!(one instanceof Value.Str(var wanted))) {
                throw ExpressionException.type(
                        arguments.function() + " first arg must be str or a tuple of str, not " + Python.typeName(one));
            }
            if (part.isPresent() && test.test(part.get(), wanted)) {
                return true;
            }
        }
        return false;
    }

    static String capitalize(String text) {
        if (text.isEmpty()) {
            return text;
        }
        int first = Character.charCount(text.codePointAt(0));
        return titleCase(text.codePointAt(0)) + text.substring(first).toLowerCase(Locale.ROOT);
    }

    /** One character may become two: the sharp s is "Ss". */
    private static String titleCase(int c) {
        String upper = Character.toString(c).toUpperCase(Locale.ROOT);
        return upper.codePointCount(0, upper.length()) == 1
                ? Character.toString(Character.toTitleCase(c))
                : upper.substring(0, 1) + upper.substring(1).toLowerCase(Locale.ROOT);
    }

    private static String title(String text) {
        StringBuilder titled = new StringBuilder();
        boolean inWord = false;
        for (int c : text.codePoints().toArray()) {
            boolean cased = Character.isUpperCase(c) || Character.isLowerCase(c) || Character.isTitleCase(c);
            titled.append(inWord ? Character.toString(c).toLowerCase(Locale.ROOT) : titleCase(c));
            inWord = cased;
        }
        return titled.toString();
    }

    private static String swapCase(String text) {
        StringBuilder swapped = new StringBuilder();
        text.codePoints().forEach(c -> {
            String one = Character.toString(c);
            swapped.append(Character.isUpperCase(c) ? one.toLowerCase(Locale.ROOT) : one.toUpperCase(Locale.ROOT));
        });
        return swapped.toString();
    }

    private static String strip(Arguments arguments, boolean left, boolean right) {
        return strip(self(arguments), arguments.given(1, "chars"), left, right);
    }

    /** Strips blanks, or the characters that are given. */
    static String strip(String text, Optional<Value> characters, boolean left, boolean right) {
        if (characters.isEmpty()) {
            return Text.strip(text, left, right);
        }
        if (!(characters.get() instanceof Value.Str(var all))) {
            throw ExpressionException.type("strip arg must be None or str");
        }
        int start = 0;
        int end = text.length();
        while (left && start < end && all.indexOf(text.charAt(start)) >= 0) {
            start++;
        }
        while (right && end > start && all.indexOf(text.charAt(end - 1)) >= 0) {
            end--;
        }
        return text.substring(start, end);
    }

    private static Value format(Arguments arguments) {
        return Value.of(
                new BraceFormat(arguments.from(1), arguments.named(), arguments.evaluation()).fill(self(arguments)));
    }

    private static Value formatMap(Arguments arguments) {
        Map<String, Value> named = new HashMap<>();
        if (!(arguments.required(1, "mapping") instanceof Value.Dict(var entries))) {
            throw ExpressionException.type("format_map() wants a mapping");
        }
        entries.forEach((key, value) -> named.put(Python.str(key), value));
        return Value.of(new BraceFormat(List.of(), named, arguments.evaluation()).fill(self(arguments)));
    }

    private static String removePrefix(String text, Arguments arguments) {
        String prefix = arguments.text(1, "prefix");
        return text.startsWith(prefix) ? text.substring(prefix.length()) : text;
    }

    private static String removeSuffix(String text, Arguments arguments) {
        String suffix = arguments.text(1, "suffix");
        return !suffix.isEmpty() && text.endsWith(suffix) ? text.substring(0, text.length() - suffix.length()) : text;
    }

    private static int missing(Arguments arguments) {
        String text = self(arguments);
        int width = Python.index(arguments.required(1, "width"));
        arguments.evaluation().reserve(width);
        return Math.max(0, width - text.codePointCount(0, text.length()));
    }

    private static String zeroFill(Arguments arguments) {
        String text = self(arguments);
        boolean signed = text.startsWith("-") || text.startsWith("+");
        String zeros = "0".repeat(missing(arguments));
        return signed ? text.charAt(0) + zeros + text.substring(1) : zeros + text;
    }

    private static String justify(Arguments arguments, int before, int after) {
        String fill = arguments.text(2, "fillchar", " ");
        if (fill.codePointCount(0, fill.length()) != 1) {
            throw ExpressionException.type("The fill character must be exactly one character long");
        }
        int missing = missing(arguments);
        int width = Python.index(arguments.required(1, "width"));
        // CPython puts the odd blank to the left where the width is odd.
        int left = before * (after == 0 ? missing : missing / 2 + (missing & width & 1));
        return fill.repeat(left) + self(arguments) + fill.repeat(after * (missing - left));
    }

    private static Value expandTabs(Arguments arguments) {
        int size = arguments.integer(1, "tabsize", 8);
        StringBuilder out = new StringBuilder();
        int column = 0;
        for (char c : self(arguments).toCharArray()) {
            if (c == '\t') {
                int blanks = size > 0 ? size - column % size : 0;
                arguments.evaluation().reserve((long) out.length() + blanks);
                out.append(" ".repeat(blanks));
                column += blanks;
            } else {
                out.append(c);
                column = c == '\n' || c == '\r' ? 0 : column + 1;
            }
        }
        return Value.of(out.toString());
    }
}
