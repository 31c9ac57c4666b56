package dev.ingest.expression;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/**
 * A date format as the regular expression that {@code strptime} makes of it: it backtracks, so "123" is 1:02:03.
 *
 * @param plain reads most texts without the expression, where the format has such a form
 */
record DatePattern(Pattern regex, Set<Character> directives, Optional<PlainDate> plain) {
    /** Formats come from manifests, so there are few; beyond this many they are compiled each time. */
    private static final int MAX_CACHED = 500;

    private static final Map<String, DatePattern> CACHE = new ConcurrentHashMap<>();

    private static final List<String> MONTHS = List.of(
            "January",
            "February",
            "March",
            "April",
            "May",
            "June",
            "July",
            "August",
            "September",
            "October",
            "November",
            "December");
    private static final String DAYS = "Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday";

    private static final Map<Character, String> FIELDS = Map.ofEntries(
            Map.entry('Y', "\\d\\d\\d\\d"),
            Map.entry('y', "\\d\\d"),
            Map.entry('m', "1[0-2]|0[1-9]|[1-9]"),
            Map.entry('d', "3[0-1]|[1-2]\\d|0[1-9]|[1-9]| [1-9]"),
            Map.entry('H', "2[0-3]|[0-1]\\d|\\d"),
            Map.entry('I', "1[0-2]|0[1-9]|[1-9]"),
            Map.entry('M', "[0-5]\\d|\\d"),
            Map.entry('S', "6[0-1]|[0-5]\\d|\\d"),
            Map.entry('f', "[0-9]{1,6}"),
            Map.entry('j', "36[0-6]|3[0-5]\\d|[1-2]\\d\\d|0[1-9]\\d|00[1-9]|[1-9]\\d|0[1-9]|[1-9]"),
            Map.entry('z', "[+-]\\d\\d:?[0-5]\\d(?::?[0-5]\\d(?:\\.\\d{1,6})?)?|(?-i:Z)"),
            Map.entry('Z', "utc|gmt"),
            Map.entry('p', "AM|PM"),
            Map.entry('B', String.join("|", MONTHS)),
            Map.entry(
                    'b',
                    String.join(
                            "|",
                            MONTHS.stream().map(name -> name.substring(0, 3)).toList())),
            Map.entry('A', DAYS),
            Map.entry('a', DAYS.replaceAll("([A-Z][a-z][a-z])[a-z]*", "$1")),
            Map.entry('w', "[0-6]"),
            Map.entry('u', "[1-7]"));

    static DatePattern of(String format) {
        DatePattern known = CACHE.get(format);
        if (known != null) {
            return known;
        }
        DatePattern compiled = compile(format);
        if (CACHE.size() < MAX_CACHED) {
            CACHE.put(format, compiled);
        }
        return compiled;
    }

    boolean has(char directive) {
        return directives.contains(directive);
    }

    /** The name of a directive's group; Java's names tell upper from lower case as well. */
    static String group(char directive) {
        return "d" + directive;
    }

    /** The month's number, from its name or its first three letters. */
    static int month(String name) {
        String start = name.substring(0, 3).toLowerCase(Locale.ROOT);
        for (int i = 0; i < MONTHS.size(); i++) {
            if (MONTHS.get(i).toLowerCase(Locale.ROOT).startsWith(start)) {
                return i + 1;
            }
        }
        throw new IllegalArgumentException(name);
    }

    private static DatePattern compile(String format) {
        StringBuilder regex = new StringBuilder();
        Set<Character> directives = new HashSet<>();
        String whole = format.replace("%c", "%a %b %d %H:%M:%S %Y")
                .replace("%x", "%m/%d/%y")
                .replace("%X", "%H:%M:%S");
        for (int i = 0; i < whole.length(); i++) {
            char c = whole.charAt(i);
            if (c == '%') {
                regex.append(directive(whole, ++i, directives));
            } else if (Text.isSpace(c)) {
                while (i + 1 < whole.length() && Text.isSpace(whole.charAt(i + 1))) {
                    i++;
                }
                regex.append("\\s+");
            } else {
                regex.append(Pattern.quote(Character.toString(c)));
            }
        }
        return new DatePattern(
                Pattern.compile(regex.toString(), Pattern.CASE_INSENSITIVE),
                Set.copyOf(directives),
                PlainDate.of(format));
    }

    private static String directive(String format, int at, Set<Character> directives) {
        if (at >= format.length()) {
            throw ExpressionException.value("stray % in format '" + format + "'");
        }
        char directive = format.charAt(at);
        if (directive == '%') {
            return "%";
        }
        String field = FIELDS.get(directive);
        if (field == null) {
            throw ExpressionException.value("'" + directive + "' is a bad directive in format '" + format + "'");
        }
        if (!directives.add(directive)) {
            throw ExpressionException.value("'%" + directive + "' stands twice in format '" + format + "'");
        }
        return "(?<" + group(directive) + ">" + field + ")";
    }
}
