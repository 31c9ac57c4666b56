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
    private static final int MAX_NESTING = 90;

    private final String source;
    private int at;
    private int nesting;

    private Literal(String source) {
        this.source = source;
    }

    /** The value, or empty where the text is not a literal and stays text. */
    public static Optional<Value> parse(String text) {
        if (text.isEmpty() || !couldStart(text.stripLeading())) {
            return Optional.empty();
        }
        // Python allows leading blanks and tabs, not leading newlines followed by an indent; blanks alone matter here.
        Literal literal = new Literal(text.replaceFirst("^[ \t]+", ""));
        try {
            Value value = literal.tupleOrValue();
            literal.skipToEnd();
            return Optional.of(value);
        } catch (ExpressionException notALiteral) {
            return notALiteral.kind() == ExpressionException.Kind.SYNTAX ? Optional.empty() : fail(notALiteral);
        }
    }

    private static Optional<Value> fail(ExpressionException cause) {
        throw cause;
    }

    /** Most texts are plain words: decide that from the first character. */
    private static boolean couldStart(String text) {
        return !text.isEmpty()
                && (Character.isDigit(text.charAt(0)) || "\"'([{+-.#TFNrRuU".indexOf(text.charAt(0)) >= 0);
    }

    private static ExpressionException not(int position) {
        return ExpressionException.syntax("not a literal", position);
    }

    private Value tupleOrValue() {
        Value first = value();
        skipBlanks(false);
        if (at >= source.length() || source.charAt(at) != ',') {
            return first;
        }
        List<Value> elements = new ArrayList<>(List.of(first));
        while (at < source.length() && source.charAt(at) == ',') {
            at++;
            skipBlanks(false);
            if (at >= source.length() || source.charAt(at) == '\n' || source.charAt(at) == '#') {
                break;
            }
            elements.add(value());
            skipBlanks(false);
        }
        return new Value.Tuple(elements);
    }

    private void skipToEnd() {
        skipBlanks(true);
        if (at < source.length()) {
            throw not(at);
        }
    }

    /** Inside brackets a line may end anywhere; outside only at the end. */
    private void skipBlanks(boolean lines) {
        while (at < source.length()) {
            char c = source.charAt(at);
            if (c == '#') {
                int end = source.indexOf('\n', at);
                at = end < 0 ? source.length() : end;
            } else if (c == ' ' || c == '\t' || c == '\f' || (lines && (c == '\n' || c == '\r'))) {
                at++;
            } else {
                return;
            }
        }
    }

    private Value value() {
        if (++nesting > MAX_NESTING || at >= source.length()) {
            throw not(at);
        }
        char c = source.charAt(at);
        Value value =
                switch (c) {
                    case '[' -> new Value.Items(elements(']').values());
                    case '(' -> tuple();
                    case '{' -> dict();
                    case '+', '-' -> signed();
                    case '"', '\'' -> strings();
                    default -> Character.isDigit(c) || c == '.' ? number() : word();
                };
        nesting--;
        return value;
    }

    private record Elements(List<Value> values, boolean comma) {}

    private Elements elements(char closing) {
        List<Value> values = new ArrayList<>();
        boolean comma = false;
        at++;
        skipBlanks(true);
        while (current() != closing) {
            values.add(value());
            skipBlanks(true);
            comma = current() == ',';
            if (comma) {
                at++;
                skipBlanks(true);
            } else if (current() != closing) {
                throw not(at);
            }
        }
        at++;
        return new Elements(values, comma);
    }

    private char current() {
        if (at >= source.length()) {
            throw not(at);
        }
        return source.charAt(at);
    }

    private Value tuple() {
        Elements elements = elements(')');
        boolean isGroup = elements.values().size() == 1 && !elements.comma();
        return isGroup ? elements.values().getFirst() : new Value.Tuple(elements.values());
    }

    private Value dict() {
        Map<Value, Value> entries = new LinkedHashMap<>();
        at++;
        skipBlanks(true);
        while (current() != '}') {
            Value key = value();
            if (key instanceof Value.Items || key instanceof Value.Dict) {
                throw not(at);
            }
            skipBlanks(true);
            expect(':');
            entries.put(key, value());
            skipBlanks(true);
            if (current() != '}') {
                expect(',');
            }
        }
        at++;
        return new Value.Dict(entries);
    }

    private void expect(char expected) {
        if (current() != expected) {
            throw not(at);
        }
        at++;
        skipBlanks(true);
    }

    private Value signed() {
        boolean negative = source.charAt(at) == '-';
        at++;
        skipBlanks(false);
        char c = current();
        // A sign may stand before a number only, and once: literal_eval refuses "--1" and "-True".
        if (!Character.isDigit(c) && c != '.') {
            throw not(at);
        }
        return Arithmetic.sign(negative, number());
    }

    private Value number() {
        NumberLiteral literal = NumberLiteral.read(source, at);
        boolean leadingZero = !literal.isFloat() && literal.digits().matches("0+[1-9][0-9]*|0[0-9]*[1-9]");
        boolean runsOn = literal.end() < source.length()
                && (Character.isLetterOrDigit(source.charAt(literal.end()))
                        || "._".indexOf(source.charAt(literal.end())) >= 0);
        if (leadingZero || runsOn) {
            throw not(at);
        }
        at = literal.end();
        return literal.value();
    }

    private Value word() {
        for (var constant : Map.of("True", Value.TRUE, "False", Value.FALSE, "None", Value.NONE)
                .entrySet()) {
            int end = at + constant.getKey().length();
            boolean whole = end >= source.length() || !Character.isUnicodeIdentifierPart(source.charAt(end));
            if (source.startsWith(constant.getKey(), at) && whole) {
                at = end;
                return constant.getValue();
            }
        }
        return strings();
    }

    /** Adjacent strings are one: {@code 'a' 'b'}. */
    private Value strings() {
        StringBuilder text = new StringBuilder();
        int found = 0;
        while (at < source.length() && quoteAt() >= 0) {
            string(text, quoteAt());
            found++;
            skipBlanks(nesting > 1);
        }
        if (found == 0) {
            throw not(at);
        }
        return Value.of(text.toString());
    }

    /** Where the quote of the string at this place is, after an r or u prefix; -1 if there is no string. */
    private int quoteAt() {
        int quote = "rRuU".indexOf(source.charAt(at)) >= 0 ? at + 1 : at;
        return quote < source.length() && "\"'".indexOf(source.charAt(quote)) >= 0 ? quote : -1;
    }

    private void string(StringBuilder text, int quote) {
        String one = source.substring(quote, quote + 1);
        boolean triple = source.startsWith(one.repeat(3), quote);
        boolean raw = source.charAt(at) == 'r' || source.charAt(at) == 'R';
        StringLiteral literal = StringLiteral.read(source, quote, triple ? one.repeat(3) : one, raw);
        if (!triple
                && source.substring(quote, literal.end()).replace("\\\n", "").contains("\n")) {
            throw not(at);
        }
        text.append(literal.text());
        at = literal.end();
    }
}
