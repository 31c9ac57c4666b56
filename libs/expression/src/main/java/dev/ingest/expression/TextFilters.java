package dev.ingest.expression;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Filters that give text. Most accept any value and start from its {@code str}, as Jinja's do. */
final class TextFilters {
    private static final Pattern WORD = Pattern.compile("\\w+", Pattern.UNICODE_CHARACTER_CLASS);
    private static final Pattern WORD_START = Pattern.compile("[-\\s({\\[<]+", Pattern.UNICODE_CHARACTER_CLASS);

    private TextFilters() {}

    static Map<String, Function> all() {
        Map<String, Function> all = new HashMap<>();
        Builtins.add(all, "lower s", arguments -> Value.of(str(arguments).toLowerCase(Locale.ROOT)));
        Builtins.add(all, "upper s", arguments -> Value.of(str(arguments).toUpperCase(Locale.ROOT)));
        Builtins.add(all, "capitalize s", arguments -> Value.of(TextMethods.capitalize(str(arguments))));
        Builtins.add(all, "title s", arguments -> Value.of(title(str(arguments))));
        Builtins.add(all, "trim value chars?", TextFilters::trim);
        Builtins.add(all, "replace s old new count?", TextFilters::replace);
        Builtins.add(all, "join value d? attribute?", TextFilters::join);
        Builtins.add(all, "format value * **", TextFilters::format);
        Builtins.add(all, "truncate s length? killwords? end? leeway?", TextFilters::truncate);
        Builtins.add(all, "indent s width? first? blank?", TextFilters::indent);
        Builtins.add(all, "center value width?", TextFilters::center);
        Builtins.add(
                all,
                "wordcount s",
                arguments -> Value.of(WORD.matcher(str(arguments)).results().count()));
        Builtins.add(all, "wordwrap s width? break_long_words? wrapstring? break_on_hyphens?", TextFilters::wrap);
        Builtins.add(all, "regex_search value regex", TextFilters::regexSearch);
        Builtins.add(all, "regex_replace value regex replacement", TextFilters::regexReplace);
        return all;
    }

    static String str(Arguments arguments) {
        return Python.str(arguments.target());
    }

    private static String title(String text) {
        StringBuilder titled = new StringBuilder();
        var separator = WORD_START.matcher(text);
        int from = 0;
        while (separator.find()) {
            titled.append(capitalized(text.substring(from, separator.start()))).append(separator.group());
            from = separator.end();
        }
        return titled.append(capitalized(text.substring(from))).toString();
    }

    private static String capitalized(String word) {
        if (word.isEmpty()) {
            return word;
        }
        int first = word.offsetByCodePoints(0, 1);
        return word.substring(0, first).toUpperCase(Locale.ROOT)
                + word.substring(first).toLowerCase(Locale.ROOT);
    }

    private static Value trim(Arguments arguments) {
        return Value.of(TextMethods.strip(str(arguments), arguments.given(1, "chars"), true, true));
    }

    private static Value replace(Arguments arguments) {
        String old = Python.str(arguments.required(1, "old"));
        String replacement = Python.str(arguments.required(2, "new"));
        int count = arguments.given(3, "count").map(Python::index).orElse(-1);
        return Value.of(TextMethods.replace(str(arguments), old, replacement, count, arguments.evaluation()));
    }

    private static Value join(Arguments arguments) {
        String separator = Python.str(arguments.optional(1, "d").orElse(Value.EMPTY));
        Optional<Value> attribute = arguments.given(2, "attribute");
        StringBuilder joined = new StringBuilder();
        String before = "";
        for (Value value : arguments.elements()) {
            Value part = attribute
                    .map(name -> Attributes.of(name).of(value, arguments.evaluation()))
                    .orElse(value);
            joined.append(before).append(Python.str(part));
            arguments.evaluation().reserve(joined.length());
            before = separator;
        }
        return Value.of(joined.toString());
    }

    private static Value format(Arguments arguments) {
        List<Value> positional = arguments.from(1);
        Map<String, Value> named = arguments.named();
        if (!positional.isEmpty() && !named.isEmpty()) {
            throw ExpressionException.value("can't handle positional and keyword arguments at the same time");
        }
        Value values = named.isEmpty() ? new Value.Tuple(positional) : Value.dict(named);
        return Value.of(new PercentFormat(str(arguments), values, arguments.evaluation()).fill());
    }

    private static Value truncate(Arguments arguments) {
        Value value = arguments.target();
        int length = arguments.integer(1, "length", 255);
        String end = arguments.text(3, "end", "...");
        int leeway = arguments.given(4, "leeway").map(Python::index).orElse(5);
        if (length < end.length() || leeway < 0) {
            throw ExpressionException.value("expected length >= " + end.length() + " and leeway >= 0");
        }
        if (Python.length(value) <= length + leeway) {
            return value;
        }
        if (!(value instanceof Value.Str(var text))) {
            throw value instanceof Value.Items
                    ? ExpressionException.value("a list cannot be truncated")
                    : ExpressionException.type("'" + Python.typeName(value) + "' cannot be truncated");
        }
        String cut = text.substring(0, text.offsetByCodePoints(0, length - end.codePointCount(0, end.length())));
        int blank = cut.lastIndexOf(' ');
        boolean killWords = arguments.flag(2, "killwords", false);
        return Value.of((killWords || blank < 0 ? cut : cut.substring(0, blank)) + end);
    }

    private static Value indent(Arguments arguments) {
        Value width = arguments.optional(1, "width").orElse(Value.of(4));
        String indent =
                width instanceof Value.Str(var text) ? text : " ".repeat(Math.clamp(Python.index(width), 0, 10_000));
        if (!(arguments.target() instanceof Value.Str(var text))) {
            throw notText(arguments.target());
        }
        boolean blank = arguments.flag(3, "blank", false);
        List<String> lines = new ArrayList<>(Text.lines(text + "\n", false));
        arguments.evaluation().reserve(text.length() + (long) lines.size() * indent.length());
        for (int i = 1; i < lines.size(); i++) {
            String line = lines.get(i);
            lines.set(i, blank || !line.isEmpty() ? indent + line : line);
        }
        return Value.of((arguments.flag(2, "first", false) ? indent : "") + String.join("\n", lines));
    }

    /** To a list Python can add a text, and fails only when it asks for the lines. */
    private static ExpressionException notText(Value value) {
        return switch (value) {
            case Value.Undefined(var path) -> ExpressionException.undefined(path);
            case Value.Items items -> ExpressionException.value("indent wants text, not list");
            case Value other -> ExpressionException.type("indent wants text, not " + Python.typeName(other));
        };
    }

    private static Value center(Arguments arguments) {
        String text = str(arguments);
        int width = arguments.integer(1, "width", 80);
        arguments.evaluation().reserve(width);
        int missing = Math.max(0, width - text.codePointCount(0, text.length()));
        int left = missing / 2 + (missing & width & 1);
        return Value.of(" ".repeat(left) + text + " ".repeat(missing - left));
    }

    private static Value wrap(Arguments arguments) {
        if (!(arguments.target() instanceof Value.Str(var text))) {
            throw arguments.target() instanceof Value.Undefined(var path)
                    ? ExpressionException.undefined(path)
                    : ExpressionException.value("wordwrap wants text, not " + Python.typeName(arguments.target()));
        }
        String newline = arguments
                .given(3, "wrapstring")
                .map(value -> arguments.text(3, "wrapstring"))
                .orElse("\n");
        WordWrap wrap = new WordWrap(
                arguments.integer(1, "width", 79),
                arguments.flag(2, "break_long_words", true),
                arguments.flag(4, "break_on_hyphens", true));
        List<String> paragraphs = Text.lines(text, false).stream()
                .map(line -> String.join(newline, wrap.lines(line)))
                .toList();
        return Value.of(String.join(newline, paragraphs));
    }

    /** The first match's first group; empty without a match or a group. A group that took no part is None. */
    private static Value regexSearch(Arguments arguments) {
        String regex = arguments.text(1, "regex");
        return RegexText.match(regex, arguments.text(0, "value"), arguments.evaluation(), matcher -> {
            if (!matcher.find() || matcher.groupCount() == 0) {
                return Value.EMPTY;
            }
            String group = matcher.group(1);
            return group == null ? Value.NONE : Value.of(group);
        });
    }

    private static Value regexReplace(Arguments arguments) {
        return Value.of(RegexText.replaceAll(
                arguments.text(1, "regex"),
                arguments.text(0, "value"),
                arguments.text(2, "replacement"),
                arguments.evaluation()));
    }
}
