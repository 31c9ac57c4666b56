package dev.ingest.expression;

import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** Python's regular expressions on Java's engine, with every character it looks at counted as a step. */
final class RegexText {
    private static final int MAX_PATTERN = 2_000;

    /** A template names its patterns itself, so there are few; beyond this many they are compiled each time. */
    private static final int MAX_CACHED = 500;

    private static final ConcurrentHashMap<String, Pattern> CACHE = new ConcurrentHashMap<>();

    private RegexText() {}

    static <T> T match(String regex, String text, Evaluation evaluation, Function<Matcher, T> use) {
        try {
            return use.apply(pattern(regex).matcher(new CountedText(text, () -> evaluation.step(1))));
        } catch (PatternSyntaxException invalid) {
            throw ExpressionException.value("not a regular expression: " + invalid.getDescription(), invalid);
        } catch (StackOverflowError tooDeep) {
            throw ExpressionException.limit("regular expression nests too deeply for its text", tooDeep);
        } catch (IndexOutOfBoundsException | IllegalArgumentException | IllegalStateException invalid) {
            throw ExpressionException.value("regular expression cannot be applied: " + invalid.getMessage(), invalid);
        }
    }

    private static Pattern pattern(String regex) {
        if (regex.length() > MAX_PATTERN) {
            throw ExpressionException.limit("regular expression is longer than " + MAX_PATTERN + " characters");
        }
        Pattern known = CACHE.get(regex);
        if (known != null) {
            return known;
        }
        Pattern compiled = PythonRegex.compile(regex);
        if (CACHE.size() < MAX_CACHED) {
            CACHE.put(regex, compiled);
        }
        return compiled;
    }

    /** {@code re.sub}: every match is replaced, in which {@code \1} and {@code \g<name>} stand for groups. */
    static String replaceAll(String regex, String text, String replacement, Evaluation evaluation) {
        return match(regex, text, evaluation, matcher -> {
            RegexReplacement template = new RegexReplacement(replacement, matcher.groupCount());
            StringBuilder out = new StringBuilder();
            int from = 0;
            while (matcher.find()) {
                out.append(text, from, matcher.start());
                template.append(matcher, text, out);
                from = matcher.end();
                evaluation.reserve(out.length());
            }
            return out.append(text, from, text.length()).toString();
        });
    }
}
