package dev.ingest.expression;

import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * Rewrites a regular expression of Python's {@code re} for Java's engine: named groups, the absolute end, escapes and
 * classes that the two read differently. What Python has and Java has not is refused.
 */
public final class PythonRegex {
    private final String regex;
    private final StringBuilder out = new StringBuilder();
    private int at;
    private boolean verbose;

    private PythonRegex(String regex) {
        this.regex = regex;
    }

    /**
     * Classes like {@code \w} are Unicode's, as for Python's texts; {@code .} stops at a newline only.
     *
     * @throws PatternSyntaxException where Python would refuse it, or Java has nothing like it
     */
    public static Pattern compile(String regex) {
        PythonRegex rewritten = new PythonRegex(regex);
        rewritten.run();
        int flags = Pattern.UNICODE_CHARACTER_CLASS | Pattern.UNIX_LINES;
        return Pattern.compile(rewritten.out.toString(), flags);
    }

    private void run() {
        while (at < regex.length()) {
            char c = regex.charAt(at);
            switch (c) {
                case '\\' -> escape(false);
                case '[' -> characterClass();
                case '(' -> group();
                case '{' -> brace();
                case '+', '*', '?' -> quantifier(c);
                default -> {
                    out.append(c);
                    at++;
                }
            }
        }
    }

    private PatternSyntaxException invalid(String what) {
        return new PatternSyntaxException(what, regex, at);
    }

    private void quantifier(char c) {
        out.append(c);
        at++;
    }

    /** A brace that is no counted repetition stands for itself. */
    private void brace() {
        int end = regex.indexOf('}', at);
        String count = end < 0 ? "" : regex.substring(at + 1, end);
        if (count.matches("[0-9]+|[0-9]*,[0-9]*") && !count.equals(",") && !count.isEmpty()) {
            out.append('{')
                    .append(count.startsWith(",") ? "0" : "")
                    .append(count)
                    .append('}');
            at = end + 1;
        } else if (count.equals(",")) {
            out.append("{0,}");
            at = end + 1;
        } else {
            out.append("\\{");
            at++;
        }
    }

    private void group() {
        if (regex.startsWith("(?P<", at)) {
            int end = regex.indexOf('>', at);
            if (end < 0) {
                throw invalid("missing >, unterminated name");
            }
            out.append("(?<").append(name(regex.substring(at + 4, end))).append('>');
            at = end + 1;
        } else if (regex.startsWith("(?P=", at)) {
            int end = regex.indexOf(')', at);
            if (end < 0) {
                throw invalid("missing ), unterminated name");
            }
            out.append("\\k<").append(name(regex.substring(at + 4, end))).append('>');
            at = end + 1;
        } else if (regex.startsWith("(?#", at)) {
            int end = regex.indexOf(')', at);
            if (end < 0) {
                throw invalid("missing ), unterminated comment");
            }
            at = end + 1;
        } else if (regex.startsWith("(?(", at)) {
            throw invalid("conditional groups are not supported");
        } else if (regex.startsWith("(?<", at) && at + 3 < regex.length() && "=!".indexOf(regex.charAt(at + 3)) < 0) {
            throw invalid("unknown extension ?<" + regex.charAt(at + 3));
        } else {
            flags();
        }
    }

    /** Java's {@code u}, {@code U} and {@code d} flags mean other things than Python's. */
    private void flags() {
        int end = at + 2;
        while (end < regex.length() && "aiLmsux-".indexOf(regex.charAt(end)) >= 0) {
            end++;
        }
        boolean hasFlags = regex.startsWith("(?", at)
                && end > at + 2
                && end < regex.length()
                && ":)".indexOf(regex.charAt(end)) >= 0;
        if (!hasFlags) {
            out.append('(');
            at++;
            return;
        }
        if (regex.charAt(end) == ')' && at > 0) {
            throw invalid("global flags not at the start of the expression");
        }
        String flags = regex.substring(at + 2, end).replace("u", "").replace("L", "");
        if (flags.indexOf('a') >= 0) {
            flags = flags.replace("a", "") + "-U";
        }
        if (flags.startsWith("i") || flags.contains("i")) {
            flags = "u" + flags;
        }
        verbose |= flags.indexOf('x') >= 0;
        out.append("(?").append(flags).append(regex.charAt(end));
        at = end + 1;
    }

    /** Java's group names are letters and digits only. */
    private String name(String name) {
        if (!name.matches("[A-Za-z_][A-Za-z0-9_]*")) {
            throw invalid("bad character in group name '" + name + "'");
        }
        return "g" + name.replace("_", "0x5f");
    }

    private void escape(boolean inClass) {
        if (at + 1 >= regex.length()) {
            throw invalid("bad escape (end of pattern)");
        }
        char c = regex.charAt(at + 1);
        switch (c) {
            case 'Z' -> append(inClass, "\\z");
            case 'A' -> append(inClass, "\\A");
            case 'b' -> out.append(inClass ? "\\x08" : "\\b");
            case 'B' -> append(inClass, "\\B");
            case 'a' -> out.append("\\x07");
            case 'v' -> out.append("\\x0B");
            case 's' -> out.append(inClass ? "\\s" + SEPARATORS : "[\\s" + SEPARATORS + "]");
            case 'S' -> {
                if (inClass) {
                    out.append("\\S");
                } else {
                    out.append("[^\\s" + SEPARATORS + "]");
                }
            }
            case 'd', 'D', 'w', 'W', 'n', 'r', 't', 'f', 'x', 'u', '1', '2', '3', '4', '5', '6', '7', '8', '9' ->
                out.append('\\').append(c);
            case 'U' -> {
                longEscape();
                return;
            }
            case '0' -> {
                octal();
                return;
            }
            default -> other(c);
        }
        at += 2;
    }

    /** Control characters that Python counts as blanks and Java does not. */
    private static final String SEPARATORS = "\\x1c-\\x1f";

    private void append(boolean inClass, String anchor) {
        if (inClass) {
            throw invalid("bad escape " + anchor);
        }
        out.append(anchor);
    }

    private void other(char c) {
        if (c < 128 && Character.isLetter(c)) {
            throw invalid("bad escape \\" + c);
        }
        out.append('\\').append(c);
    }

    private void longEscape() {
        if (at + 10 > regex.length()) {
            throw invalid("incomplete escape \\U");
        }
        out.append("\\x{").append(regex, at + 2, at + 10).append('}');
        at += 10;
    }

    private void octal() {
        int end = at + 1;
        int value = 0;
        while (end < regex.length() && end < at + 4 && regex.charAt(end) >= '0' && regex.charAt(end) <= '7') {
            value = value * 8 + regex.charAt(end++) - '0';
        }
        out.append("\\x{").append(Integer.toHexString(value)).append('}');
        at = end;
    }

    /** Inside a class Java gives brackets and {@code &&} a meaning that Python does not. */
    private void characterClass() {
        out.append('[');
        at++;
        if (at < regex.length() && regex.charAt(at) == '^') {
            out.append('^');
            at++;
        }
        boolean first = true;
        while (at < regex.length() && (first || regex.charAt(at) != ']')) {
            char c = regex.charAt(at);
            if (c == '\\') {
                escape(true);
            } else {
                boolean special = c == '[' || c == ']' || c == '&' || c == '^' || verbose && (c == ' ' || c == '#');
                out.append(special ? "\\" : "").append(c);
                at++;
            }
            first = false;
        }
        if (at >= regex.length()) {
            throw invalid("unterminated character set");
        }
        out.append(']');
        at++;
    }
}
