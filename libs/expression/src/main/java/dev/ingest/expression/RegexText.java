package dev.ingest.expression;

import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** Python's regular expressions on Java's engine, with every character it looks at counted as a step. */
public final class RegexText {
    private static final int MAX_PATTERN = 2_000;

    private RegexText() {}

    static <T> T match(String regex, String text, Evaluation evaluation, Function<Matcher, T> use) {
        if (regex.length() > MAX_PATTERN) {
            throw ExpressionException.limit("regular expression is longer than " + MAX_PATTERN + " characters");
        }
        try {
            return use.apply(Pattern.compile(toJava(regex)).matcher(new Counted(text, evaluation)));
        } catch (PatternSyntaxException invalid) {
            throw ExpressionException.value("not a regular expression: " + invalid.getDescription(), invalid);
        } catch (StackOverflowError tooDeep) {
            throw ExpressionException.limit("regular expression nests too deeply for its text", tooDeep);
        } catch (IndexOutOfBoundsException | IllegalArgumentException invalid) {
            throw ExpressionException.value("regular expression cannot be applied: " + invalid.getMessage(), invalid);
        }
    }

    /** A pattern of Python's as Java writes it. */
    public static String toJava(String regex) {
        return regex.replace("(?P<", "(?<")
                .replaceAll("\\(\\?P=(\\w+)\\)", "\\\\k<$1>")
                .replace("\\Z", "\\z");
    }

    /** Backtracking without end is stopped by the evaluation's step limit. */
    private record Counted(CharSequence text, Evaluation evaluation) implements CharSequence {
        @Override
        public int length() {
            return text.length();
        }

        @Override
        public char charAt(int index) {
            evaluation.step(1);
            return text.charAt(index);
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            return text.subSequence(start, end);
        }

        @Override
        public String toString() {
            return text.toString();
        }
    }
}
