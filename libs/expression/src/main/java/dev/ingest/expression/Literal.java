package dev.ingest.expression;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads Python literals as {@code ast.literal_eval} does: a template's output becomes a number, list or dict only if it
 * is one in Python's own notation ({@code 1_000} and {@code 0x10} are, {@code 007} and {@code true} are not). Bytes,
 * sets, complex numbers and the ellipsis, which have no JSON form, are left as text.
 */
public final class Literal {
    /** CPython's tokenizer allows no more open brackets. */
    private static final int MAX_NESTING = 200;

    /** Longest text that is surely a long when it is all digits. */
    private static final int LONG_DIGITS = 18;

    private final String source;
    private int at;
    private int nesting;
    private boolean failed;

    private Literal(String source) {
        this.source = source;
    }

    /** The value, or empty where the text is not a literal and stays text. */
    public static Optional<Value> parse(String text) {
        int start = 0;
        while (start < text.length() && isBlank(text.charAt(start))) {
            start++;
        }
        if (start == text.length() || !couldStart(text.charAt(start))) {
            return Optional.empty();
        }
        if (text.indexOf('\0') >= 0) {
            return Optional.empty();
        }
        return isSmallInteger(text)
                ? Optional.of(Value.of(Long.parseLong(text)))
                : new Literal(normalized(text)).parse();
    }

    private static boolean isBlank(char c) {
        return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f' || c == '\\';
    }

    /** Most texts are plain words: decide that from the first character. */
    private static boolean couldStart(char c) {
        return c >= '0' && c <= '9' || "\"'([{+-.#TFNrRuU\\".indexOf(c) >= 0;
    }

    private static boolean isSmallInteger(String text) {
        if (text.length() > LONG_DIGITS || text.charAt(0) == '0' && text.length() > 1) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                return false;
            }
        }
        return true;
    }

    /** Python strips blanks before the first line, and reads every line end as a newline. */
    private static String normalized(String text) {
        int start = 0;
        while (text.charAt(start) == ' ' || text.charAt(start) == '\t') {
            start++;
        }
        String stripped = text.substring(start);
        return stripped.indexOf('\r') < 0
                ? stripped
                : stripped.replace("\r\n", "\n").replace('\r', '\n');
    }

    private Optional<Value> parse() {
        blankLines();
        Value value = tupleOrValue();
        skipBlanks(true);
        return failed || at < source.length() ? Optional.empty() : Optional.of(value);
    }

    /** Empty lines and comments may come first; a first line that is indented is an error. */
    private void blankLines() {
        int line = 0;
        while (true) {
            at = line;
            skipBlanks(false);
            if (at >= source.length() || source.charAt(at) != '\n') {
                failed = at > line && line > 0 && source.charAt(line) != '\f';
                return;
            }
            line = at + 1;
        }
    }

    private Value fail() {
        failed = true;
        at = source.length();
        return Value.NONE;
    }

    private Value tupleOrValue() {
        Value first = value();
        skipBlanks(false);
        if (current() != ',') {
            return first;
        }
        List<Value> elements = new ArrayList<>(List.of(first));
        while (current() == ',') {
            at++;
            skipBlanks(false);
            if (at >= source.length() || current() == '\n') {
                break;
            }
            elements.add(value());
            skipBlanks(false);
        }
        return new Value.Tuple(elements);
    }

    /** Inside brackets a line may end anywhere; outside only at the end. */
    private void skipBlanks(boolean lines) {
        while (at < source.length()) {
            char c = source.charAt(at);
            if (c == '#') {
                int end = source.indexOf('\n', at);
                at = end < 0 ? source.length() : end;
            } else if (c == '\\' && source.startsWith("\\\n", at) && at + 2 < source.length()) {
                at += 2;
            } else if (c == ' ' || c == '\t' || c == '\f' || (lines && c == '\n')) {
                at++;
            } else {
                return;
            }
        }
    }

    /** The character here; a NUL, which no literal holds outside a string, at the end. */
    private char current() {
        return at < source.length() ? source.charAt(at) : 0;
    }

    private Value value() {
        if (nesting > MAX_NESTING) {
            return fail();
        }
        char c = current();
        return switch (c) {
            case '[' -> new Value.Items(elements(']').values());
            case '(' -> tuple();
            case '{' -> dict();
            case '+', '-' -> signed(c == '-');
            case '"', '\'', 'r', 'R', 'u', 'U' -> strings();
            case 'T' -> word("True", Value.TRUE);
            case 'F' -> word("False", Value.FALSE);
            case 'N' -> word("None", Value.NONE);
            default -> c >= '0' && c <= '9' || c == '.' ? number() : fail();
        };
    }

    private record Elements(List<Value> values, boolean comma) {}

    private Elements elements(char closing) {
        List<Value> values = new ArrayList<>();
        boolean comma = false;
        open();
        while (!failed && current() != closing) {
            values.add(value());
            skipBlanks(true);
            comma = current() == ',';
            if (comma) {
                at++;
                skipBlanks(true);
            } else if (current() != closing) {
                fail();
            }
        }
        close();
        return new Elements(values, comma);
    }

    private void open() {
        at++;
        if (++nesting > MAX_NESTING) {
            fail();
        }
        skipBlanks(true);
    }

    private void close() {
        at = Math.min(at + 1, source.length());
        nesting--;
    }

    private Value tuple() {
        Elements elements = elements(')');
        boolean isGroup = elements.values().size() == 1 && !elements.comma();
        return isGroup ? elements.values().getFirst() : new Value.Tuple(elements.values());
    }

    private Value dict() {
        Map<Value, Value> entries = new LinkedHashMap<>();
        open();
        while (!failed && current() != '}') {
            Value key = value();
            skipBlanks(true);
            if (failed || !Dicts.isKey(key) || current() != ':') {
                return fail();
            }
            at++;
            skipBlanks(true);
            Dicts.put(entries, key, value());
            skipBlanks(true);
            if (current() == ',') {
                at++;
                skipBlanks(true);
            } else if (current() != '}') {
                return fail();
            }
        }
        close();
        return new Value.Dict(entries);
    }

    /** A sign may stand before a number only, and once: literal_eval refuses "--1" and "-True". */
    private Value signed(boolean negative) {
        at++;
        skipBlanks(nesting > 0);
        int brackets = 0;
        while (current() == '(' && brackets < MAX_NESTING) {
            open();
            brackets++;
        }
        Value number = Character.isDigit(current()) || current() == '.' ? number() : fail();
        for (; brackets > 0 && !failed; brackets--) {
            skipBlanks(true);
            if (current() != ')') {
                return fail();
            }
            close();
        }
        return failed ? number : Arithmetic.sign(negative, number);
    }

    private Value number() {
        NumberScanner scanner = new NumberScanner(source, at);
        Optional<Value> number = scanner.read();
        if (number.isEmpty()) {
            return fail();
        }
        at = scanner.end();
        return number.get();
    }

    private Value word(String word, Value value) {
        int end = at + word.length();
        if (!source.startsWith(word, at)
                || end < source.length() && Character.isUnicodeIdentifierPart(source.charAt(end))) {
            return fail();
        }
        at = end;
        return value;
    }

    /** Adjacent strings are one: {@code 'a' 'b'}. */
    private Value strings() {
        StringBuilder text = new StringBuilder();
        int found = 0;
        while (!failed && quoteAt() >= 0) {
            string(text, quoteAt());
            found++;
            skipBlanks(nesting > 0);
        }
        return found == 0 || failed ? fail() : Value.of(text.toString());
    }

    /** Where the quote of the string at this place is, after an r or u prefix; -1 if there is no string. */
    private int quoteAt() {
        int quote = "rRuU".indexOf(current()) >= 0 ? at + 1 : at;
        return quote < source.length() && "\"'".indexOf(source.charAt(quote)) >= 0 ? quote : -1;
    }

    private void string(StringBuilder text, int quote) {
        String one = source.substring(quote, quote + 1);
        boolean triple = source.startsWith(one.repeat(3), quote);
        boolean raw = source.charAt(at) == 'r' || source.charAt(at) == 'R';
        Optional<StringLiteral> literal = StringLiteral.find(source, quote, triple ? one.repeat(3) : one, raw);
        if (literal.isEmpty()) {
            fail();
            return;
        }
        text.append(literal.get().text());
        at = literal.get().end();
    }
}
