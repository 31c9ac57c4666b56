package dev.ingest.expression;

import java.util.regex.Matcher;

/** The replacement text of Python's {@code re.sub}. */
final class RegexReplacement {
    private final String template;
    private final int groups;

    RegexReplacement(String template, int groups) {
        this.template = template;
        this.groups = groups;
    }

    void append(Matcher match, String text, StringBuilder out) {
        int at = 0;
        while (at < template.length()) {
            char c = template.charAt(at);
            if (c != '\\') {
                out.append(c);
                at++;
                continue;
            }
            if (at + 1 >= template.length()) {
                throw invalid("bad escape (end of pattern)");
            }
            at = escape(at + 1, match, text, out);
        }
    }

    private static ExpressionException invalid(String what) {
        return ExpressionException.value("not a replacement: " + what);
    }

    private int escape(int at, Matcher match, String text, StringBuilder out) {
        char c = template.charAt(at);
        if (c == 'g') {
            return named(at + 1, match, text, out);
        }
        if (c >= '0' && c <= '9') {
            return numbered(at, match, text, out);
        }
        int simple = "abfnrtv\\".indexOf(c);
        if (simple >= 0) {
            out.append("\u0007\b\f\n\r\t\u000b\\".charAt(simple));
        } else if (c < 128 && Character.isLetter(c)) {
            throw invalid("bad escape \\" + c);
        } else {
            out.append('\\').append(c);
        }
        return at + 1;
    }

    private int named(int at, Matcher match, String text, StringBuilder out) {
        int end = template.indexOf('>', at);
        if (!template.startsWith("<", at) || end < 0) {
            throw invalid("missing <name>");
        }
        String name = template.substring(at + 1, end);
        if (name.matches("[0-9]{1,4}")) {
            group(Integer.parseInt(name), match, text, out);
        } else {
            String group = match.group("g" + name.replace("_", "0x5f"));
            out.append(group == null ? "" : group);
        }
        return end + 1;
    }

    private static boolean isOctal(char c) {
        return c >= '0' && c <= '7';
    }

    private int numbered(int at, Matcher match, String text, StringBuilder out) {
        int end = at + 1;
        boolean second = end < template.length() && Character.isDigit(template.charAt(end));
        boolean three = at + 2 < template.length()
                && isOctal(template.charAt(at))
                && isOctal(template.charAt(at + 1))
                && isOctal(template.charAt(at + 2));
        if (template.charAt(at) == '0' || three) {
            int length = 1;
            while (length < 3 && at + length < template.length() && isOctal(template.charAt(at + length))) {
                length++;
            }
            out.appendCodePoint(Integer.parseInt(template.substring(at, at + length), 8));
            return at + length;
        }
        end += second ? 1 : 0;
        group(Integer.parseInt(template.substring(at, end)), match, text, out);
        return end;
    }

    private void group(int number, Matcher match, String text, StringBuilder out) {
        if (number > groups) {
            throw invalid("invalid group reference " + number);
        }
        if (match.start(number) >= 0) {
            out.append(text, match.start(number), match.end(number));
        }
    }
}
