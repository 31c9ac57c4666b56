package dev.ingest.expression;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Python's {@code json.loads}. */
final class JsonReader {
    private static final Pattern NUMBER = Pattern.compile("-?(?:0|[1-9][0-9]*)(\\.[0-9]+)?([eE][-+]?[0-9]+)?");
    private static final int MAX_NESTING = 100;

    private final String text;
    private final Evaluation evaluation;
    private int at;
    private int nesting;

    private JsonReader(String text, Evaluation evaluation) {
        this.text = text;
        this.evaluation = evaluation;
    }

    static Value read(String text, Evaluation evaluation) {
        JsonReader reader = new JsonReader(text, evaluation);
        Value value = reader.value();
        reader.blanks();
        if (reader.at < text.length()) {
            throw reader.invalid();
        }
        return value;
    }

    private ExpressionException invalid() {
        return ExpressionException.value("not JSON at character " + (at + 1) + " of " + text.length());
    }

    private void blanks() {
        while (at < text.length() && " \t\n\r".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
    }

    private Value value() {
        evaluation.step(1);
        blanks();
        if (at >= text.length() || ++nesting > MAX_NESTING) {
            throw invalid();
        }
        Value value =
                switch (text.charAt(at)) {
                    case '{' -> object();
                    case '[' -> array();
                    case '"' -> Value.of(string());
                    default -> word();
                };
        nesting--;
        return value;
    }

    private Value word() {
        for (var word : Map.of(
                        "null",
                        Value.NONE,
                        "true",
                        Value.TRUE,
                        "false",
                        Value.FALSE,
                        "NaN",
                        new Value.Float(Double.NaN),
                        "Infinity",
                        new Value.Float(Double.POSITIVE_INFINITY),
                        "-Infinity",
                        new Value.Float(Double.NEGATIVE_INFINITY))
                .entrySet()) {
            if (text.startsWith(word.getKey(), at)) {
                at += word.getKey().length();
                return word.getValue();
            }
        }
        Matcher number = NUMBER.matcher(text).region(at, text.length());
        if (!number.lookingAt() || number.end() - at > IntText.MAX_DIGITS) {
            throw invalid();
        }
        at = number.end();
        boolean isFloat = number.group(1) != null || number.group(2) != null;
        return isFloat
                ? new Value.Float(Double.parseDouble(number.group()))
                : new Value.Int(new BigInteger(number.group()));
    }

    private boolean skip(char c) {
        blanks();
        boolean found = at < text.length() && text.charAt(at) == c;
        at += found ? 1 : 0;
        return found;
    }

    private void expect(char c) {
        if (!skip(c)) {
            throw invalid();
        }
    }

    private Value array() {
        at++;
        List<Value> values = new ArrayList<>();
        if (skip(']')) {
            return new Value.Items(values);
        }
        do {
            values.add(value());
        } while (skip(','));
        expect(']');
        return new Value.Items(values);
    }

    private Value object() {
        at++;
        Map<Value, Value> entries = new LinkedHashMap<>();
        if (skip('}')) {
            return new Value.Dict(entries);
        }
        do {
            blanks();
            if (at >= text.length() || text.charAt(at) != '"') {
                throw invalid();
            }
            Value key = Value.of(string());
            expect(':');
            entries.put(key, value());
        } while (skip(','));
        expect('}');
        return new Value.Dict(entries);
    }

    private String string() {
        StringBuilder out = new StringBuilder();
        at++;
        while (at < text.length() && text.charAt(at) != '"') {
            char c = text.charAt(at++);
            if (c < ' ') {
                throw invalid();
            }
            out.append(c == '\\' ? escaped() : c);
        }
        if (at++ >= text.length()) {
            throw invalid();
        }
        return out.toString();
    }

    private char escaped() {
        char c = at < text.length() ? text.charAt(at++) : ' ';
        int simple = "\"\\/bfnrt".indexOf(c);
        if (simple >= 0) {
            return "\"\\/\b\f\n\r\t".charAt(simple);
        }
        if (c != 'u' || at + 4 > text.length() || !text.substring(at, at + 4).matches("[0-9a-fA-F]{4}")) {
            throw invalid();
        }
        at += 4;
        return (char) Integer.parseInt(text.substring(at - 4, at), 16);
    }
}
