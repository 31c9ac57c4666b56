package dev.ingest.expression;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.stream.Collectors;

/** Filters that give text. Most accept any value and start from its {@code str}, as Jinja's do. */
final class TextFilters {
    private TextFilters() {}

    static Map<String, Builtin> all() {
        Map<String, Builtin> all = new HashMap<>();
        all.put("lower", arguments -> text(str(arguments).toLowerCase(Locale.ROOT)));
        all.put("upper", arguments -> text(str(arguments).toUpperCase(Locale.ROOT)));
        all.put("capitalize", arguments -> text(capitalize(str(arguments))));
        all.put("title", arguments -> text(title(str(arguments))));
        all.put("trim", arguments -> text(TextMethods.strip(str(arguments), arguments, true, true)));
        all.put("replace", TextFilters::replace);
        all.put("join", TextFilters::join);
        all.put(
                "format",
                arguments ->
                        text(TextFormat.percent(arguments.text(0, "value"), rest(arguments), arguments.evaluation())));
        all.put("truncate", TextFilters::truncate);
        all.put(
                "indent",
                arguments -> text(str(arguments)
                        .replace("\n", "\n" + " ".repeat(Math.clamp(arguments.integer(1, "width", 4), 0, 100)))));
        all.put(
                "center",
                arguments -> text(center(str(arguments), Math.min(arguments.integer(1, "width", 80), 10_000))));
        all.put(
                "wordcount",
                arguments -> Value.of(
                        str(arguments).isBlank() ? 0 : str(arguments).strip().split("\\s+").length));
        all.put(
                "striptags",
                arguments ->
                        text(str(arguments).replaceAll("<[^<>]*>", "").strip().replaceAll("\\s+", " ")));
        all.put("escape", arguments -> text(escape(str(arguments))));
        all.put("e", arguments -> text(escape(str(arguments))));
        all.put("safe", arguments -> text(str(arguments)));
        all.put("regex_search", TextFilters::regexSearch);
        all.put("regex_replace", TextFilters::regexReplace);
        return all;
    }

    private static Value text(String text) {
        return Value.of(text);
    }

    private static String str(Arguments arguments) {
        return Python.str(arguments.target());
    }

    private static Value rest(Arguments arguments) {
        return new Value.Tuple(
                arguments.positional().subList(1, arguments.positional().size()));
    }

    private static String capitalize(String text) {
        return text.isEmpty()
                ? text
                : text.substring(0, 1).toUpperCase(Locale.ROOT)
                        + text.substring(1).toLowerCase(Locale.ROOT);
    }

    private static String title(String text) {
        StringBuilder titled = new StringBuilder();
        boolean start = true;
        for (char c : text.toCharArray()) {
            titled.append(start ? Character.toUpperCase(c) : Character.toLowerCase(c));
            start = Character.isWhitespace(c) || "-([{<".indexOf(c) >= 0;
        }
        return titled.toString();
    }

    private static Value replace(Arguments arguments) {
        String text = str(arguments);
        String old = Python.str(arguments.required(1, "old"));
        String replacement = Python.str(arguments.required(2, "new"));
        return text(
                TextMethods.replace(text, old, replacement, arguments.integer(3, "count", -1), arguments.evaluation()));
    }

    private static Value join(Arguments arguments) {
        String separator = arguments.optional(1, "d").map(Python::str).orElse("");
        List<Value> values = Python.iterate(arguments.target());
        String joined = arguments
                .optional(2, "attribute")
                .map(attribute -> values.stream()
                        .map(value -> ListFilters.path(value, attribute))
                        .toList())
                .orElse(values)
                .stream()
                .map(Python::str)
                .collect(Collectors.joining(separator));
        arguments.evaluation().reserve(joined.length());
        return text(joined);
    }

    private static Value truncate(Arguments arguments) {
        String text = str(arguments);
        int length = arguments.integer(1, "length", 255);
        boolean killWords = arguments.flag(2, "killwords", false);
        String end = arguments.text(3, "end", "...");
        int leeway = arguments.integer(4, "leeway", 5);
        if (text.length() <= length + leeway) {
            return text(text);
        }
        String cut = text.substring(0, Math.clamp((long) length - end.length(), 0, text.length()));
        int blank = cut.lastIndexOf(' ');
        return text((killWords || blank < 0 ? cut : cut.substring(0, blank)) + end);
    }

    private static String center(String text, int width) {
        int padding = Math.max(0, width - text.length());
        return " ".repeat(padding / 2) + text + " ".repeat(padding - padding / 2);
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&#34;")
                .replace("'", "&#39;");
    }

    /** The first match's first group; empty without a match or a group. */
    private static Value regexSearch(Arguments arguments) {
        return text(RegexText.match(
                arguments.text(1, "regex"), arguments.text(0, "value"), arguments.evaluation(), matcher -> {
                    boolean found = matcher.find() && matcher.groupCount() > 0;
                    return found && matcher.group(1) != null ? matcher.group(1) : "";
                }));
    }

    private static Value regexReplace(Arguments arguments) {
        String replacement = Matcher.quoteReplacement(arguments.text(2, "replacement"))
                .replaceAll("\\\\\\\\(?:g<(\\d{1,2})>|(\\d))", "\\$$1$2");
        return text(RegexText.match(
                arguments.text(1, "regex"),
                arguments.text(0, "value"),
                arguments.evaluation(),
                matcher -> matcher.replaceAll(replacement)));
    }
}
