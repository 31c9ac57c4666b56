package dev.ingest.expression;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Filters for HTML. Jinja marks their results as safe; here they are plain text. */
final class HtmlFilters {
    private static final Pattern NOT_IN_NAME = Pattern.compile("[\\s/>=]");

    private HtmlFilters() {}

    static Map<String, Function> all() {
        Map<String, Function> all = new HashMap<>();
        Builtins.add(all, "escape s /", HtmlFilters::escape);
        Builtins.add(all, "e s /", HtmlFilters::escape);
        Builtins.add(all, "forceescape value", HtmlFilters::escape);
        Builtins.add(all, "safe value", arguments -> Value.of(TextFilters.str(arguments)));
        Builtins.add(all, "striptags value", arguments -> Value.of(stripTags(TextFilters.str(arguments))));
        Builtins.add(all, "xmlattr d autospace?", HtmlFilters::attributes);
        return all;
    }

    private static Value escape(Arguments arguments) {
        return Value.of(escaped(TextFilters.str(arguments)));
    }

    static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&#34;")
                .replace("'", "&#39;");
    }

    private static String unescaped(String text) {
        return text.replace("&lt;", "<")
                .replace("&gt;", ">")
                .replace("&quot;", "\"")
                .replace("&#34;", "\"")
                .replace("&#39;", "'")
                .replace("&nbsp;", "\u00a0")
                .replace("&amp;", "&");
    }

    /** Comments first, then tags; runs of blanks become one. */
    private static String stripTags(String text) {
        String bare = without(without(text, "<!--", "-->"), "<", ">");
        return unescaped(String.join(" ", Text.words(bare, -1)));
    }

    private static String without(String text, String open, String close) {
        StringBuilder kept = new StringBuilder();
        int from = 0;
        while (true) {
            int start = text.indexOf(open, from);
            int end = start < 0 ? -1 : text.indexOf(close, start);
            if (end < 0) {
                return kept.append(text.substring(from)).toString();
            }
            kept.append(text, from, start);
            from = end + close.length();
        }
    }

    private static Value attributes(Arguments arguments) {
        if (!(arguments.target() instanceof Value.Dict(var entries))) {
            throw arguments.target() instanceof Value.Undefined(var path)
                    ? ExpressionException.undefined(path)
                    : ExpressionException.value("xmlattr wants a dict, not " + Python.typeName(arguments.target()));
        }
        List<String> parts = new ArrayList<>();
        entries.forEach((key, value) -> {
            if (value instanceof Value.None || value instanceof Value.Undefined) {
                return;
            }
            if (!(key instanceof Value.Str(var name))) {
                throw ExpressionException.type(
                        "expected string or bytes-like object, got '" + Python.typeName(key) + "'");
            }
            if (NOT_IN_NAME.matcher(name).find()) {
                throw ExpressionException.value("Invalid character in attribute name");
            }
            parts.add(escaped(name) + "=\"" + escaped(Python.str(value)) + "\"");
        });
        String joined = String.join(" ", parts);
        boolean space = arguments.flag(1, "autospace", true) && !joined.isEmpty();
        return Value.of(space ? " " + joined : joined);
    }
}
