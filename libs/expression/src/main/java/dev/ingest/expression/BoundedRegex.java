package dev.ingest.expression;

import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * A regular expression that a manifest or a configuration gives. Nothing else stops Java's engine, not even an interrupt: a pattern that
 * backtracks without end would keep its thread for good.
 */
public final class BoundedRegex {
    /** Characters that one match may look at. */
    public static final int STEPS_MAX = 2_000_000;

    /** Characters of a pattern. */
    public static final int LENGTH_MAX = 10_000;

    private static final int SHOWN_MAX = 100;

    private final String shown;
    private final Pattern pattern;

    private BoundedRegex(String shown, Pattern pattern) {
        this.shown = shown.length() > SHOWN_MAX ? shown.substring(0, SHOWN_MAX) + "…" : shown;
        this.pattern = pattern;
    }

    /** @throws PatternSyntaxException where Python would refuse it, or Java has nothing like it */
    public static BoundedRegex python(String regex) {
        return compiled(regex, regex, PythonRegex::compile);
    }

    /** @throws PatternSyntaxException where Java would refuse it */
    public static BoundedRegex java(String regex) {
        return compiled(regex, regex, Pattern::compile);
    }

    /**
     * What another language of patterns was translated to; a dot is any character.
     *
     * @param shown the original, for messages
     */
    public static BoundedRegex translated(String shown, String regex) {
        return compiled(shown, regex, each -> Pattern.compile(each, Pattern.DOTALL));
    }

    private static BoundedRegex compiled(String shown, String regex, Function<String, Pattern> compiler) {
        if (regex.length() > LENGTH_MAX) {
            throw new PatternSyntaxException("longer than " + LENGTH_MAX + " characters", regex, -1);
        }
        try {
            return new BoundedRegex(shown, compiler.apply(regex));
        } catch (StackOverflowError tooDeep) {
            PatternSyntaxException refused = new PatternSyntaxException("nests too deeply", regex, -1);
            refused.initCause(tooDeep);
            throw refused;
        }
    }

    /**
     * @param use asks the matcher all it wants to know; together that is one match
     * @throws ExpressionException (LIMIT) after {@link #STEPS_MAX} characters; the message has the pattern, not the text
     */
    public <T> T match(String text, Function<Matcher, T> use) {
        int[] steps = {0};
        Runnable step = () -> {
            if (++steps[0] > STEPS_MAX) {
                throw ExpressionException.limit("the pattern '" + shown + "' looked at more than " + STEPS_MAX
                        + " characters of one text: it backtracks too much (expected: a simpler pattern)");
            }
        };
        try {
            return use.apply(pattern.matcher(new CountedText(text, step)));
        } catch (StackOverflowError tooDeep) {
            throw ExpressionException.limit("the pattern '" + shown + "' nests too deeply for its text", tooDeep);
        }
    }

    public boolean matches(String text) {
        return match(text, Matcher::matches);
    }

    public boolean isIn(String text) {
        return match(text, Matcher::find);
    }
}
