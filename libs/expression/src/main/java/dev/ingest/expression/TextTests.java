package dev.ingest.expression;

import java.util.HashMap;
import java.util.Map;
import java.util.function.IntPredicate;

/** Methods of {@code str} that say what it is made of. */
final class TextTests {
    private static final String SUPERSCRIPTS = "\u00b2\u00b3\u00b9\u2070\u2074\u2075\u2076\u2077\u2078\u2079";

    private TextTests() {}

    static Map<String, Function> all() {
        Map<String, Function> all = new HashMap<>();
        every(all, "isdecimal", Character::isDigit);
        every(all, "isdigit", c -> Character.isDigit(c) || SUPERSCRIPTS.indexOf(c) >= 0 || isSubscript(c));
        every(all, "isnumeric", TextTests::isNumeric);
        every(all, "isalpha", Character::isLetter);
        every(all, "isalnum", c -> Character.isLetter(c) || isNumeric(c));
        every(all, "isspace", Text::isSpace);
        test(all, "isascii", text -> text.chars().allMatch(c -> c < 128));
        test(all, "isprintable", text -> text.codePoints().allMatch(Repr::isPrintable));
        test(all, "islower", text -> isCased(text, false));
        test(all, "isupper", text -> isCased(text, true));
        test(all, "istitle", TextTests::isTitle);
        test(all, "isidentifier", TextTests::isIdentifier);
        return all;
    }

    private interface TextTest {
        boolean holds(String text);
    }

    private static void test(Map<String, Function> all, String name, TextTest test) {
        all.put(name, Function.of(name + " self /", arguments -> Value.of(test.holds(TextMethods.self(arguments)))));
    }

    private static void every(Map<String, Function> all, String name, IntPredicate character) {
        test(all, name, text -> !text.isEmpty() && text.codePoints().allMatch(character));
    }

    private static boolean isSubscript(int c) {
        return c >= 0x2080 && c <= 0x2089;
    }

    private static boolean isNumeric(int c) {
        int type = Character.getType(c);
        return type == Character.DECIMAL_DIGIT_NUMBER
                || type == Character.LETTER_NUMBER
                || type == Character.OTHER_NUMBER;
    }

    static boolean isCased(String text, boolean upper) {
        boolean cased = text.codePoints().anyMatch(c -> Character.isUpperCase(c) || Character.isLowerCase(c));
        return cased
                && text.codePoints()
                        .noneMatch(c -> Character.isTitleCase(c)
                                || (upper ? Character.isLowerCase(c) : Character.isUpperCase(c)));
    }

    private static boolean isTitle(String text) {
        boolean inWord = false;
        boolean any = false;
        for (int c : text.codePoints().toArray()) {
            boolean upper = Character.isUpperCase(c) || Character.isTitleCase(c);
            boolean lower = Character.isLowerCase(c);
            if (upper && inWord || lower && !inWord) {
                return false;
            }
            inWord = upper || lower;
            any |= inWord;
        }
        return any;
    }

    private static boolean isIdentifier(String text) {
        return !text.isEmpty()
                && (Character.isUnicodeIdentifierStart(text.codePointAt(0)) || text.charAt(0) == '_')
                && text.codePoints().allMatch(c -> c == '_' || Character.isUnicodeIdentifierPart(c) && c > 31);
    }
}
