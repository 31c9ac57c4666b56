package dev.ingest.contracts.config;

import dev.ingest.contracts.config.ColumnType.Decimal;
import dev.ingest.contracts.config.ColumnType.Field;
import dev.ingest.contracts.config.ColumnType.ListOf;
import dev.ingest.contracts.config.ColumnType.MapOf;
import dev.ingest.contracts.config.ColumnType.Scalar;
import dev.ingest.contracts.config.ColumnType.Struct;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads a type from its text, as the data definition languages of the field have it. */
final class ColumnTypeParser {

    private static final int LENGTH_MAX = 20_000;

    /** Readers recurse over types. */
    private static final int DEPTH_MAX = 20;

    private static final Pattern WORD = Pattern.compile("[a-z]+");
    private static final Pattern DIGITS = Pattern.compile("\\((\\d{1,2}), *(\\d{1,2})\\)");
    private static final Pattern NAME = Pattern.compile("[\\p{L}_][\\p{L}\\p{N}_.$-]*");
    private static final Pattern QUOTED = Pattern.compile("`((?:[^`]|``)+)`");

    private final String text;
    private final Matcher matcher;
    private int at;
    private int depth;

    ColumnTypeParser(String text) {
        this.text = text;
        this.matcher = NAME.matcher(text);
    }

    /** A field's name as it is read back. */
    static String quoted(String name) {
        return NAME.matcher(name).matches() ? name : "`" + name.replace("`", "``") + "`";
    }

    ColumnType whole() {
        if (text.length() > LENGTH_MAX) {
            throw new IllegalArgumentException(
                    "column type of %d characters (expected: at most %d)".formatted(text.length(), LENGTH_MAX));
        }
        ColumnType type = type();
        if (at != text.length()) {
            throw wrong();
        }
        return type;
    }

    private ColumnType type() {
        if (++depth > DEPTH_MAX) {
            throw new IllegalArgumentException("column type nested deeper than %d levels".formatted(DEPTH_MAX));
        }
        String word = next(WORD, 0);
        ColumnType type =
                switch (word) {
                    case "decimal" -> decimal();
                    case "struct" -> struct();
                    case "list" -> new ListOf(inBrackets());
                    case "map" -> map();
                    default -> scalar(word);
                };
        depth--;
        return type;
    }

    private ColumnType scalar(String word) {
        for (Scalar scalar : Scalar.values()) {
            if (scalar.text().equals(word)) {
                return scalar;
            }
        }
        throw wrong();
    }

    private ColumnType decimal() {
        String precision = next(DIGITS, 1);
        return new Decimal(Integer.parseInt(precision), Integer.parseInt(matcher.group(2)));
    }

    private ColumnType inBrackets() {
        skip("<");
        ColumnType inside = type();
        skip(">");
        return inside;
    }

    private ColumnType map() {
        skip("<");
        if (!next(WORD, 0).equals("string")) {
            throw new IllegalArgumentException("'%s' (expected: maps with string keys)".formatted(text));
        }
        skip(",");
        ColumnType value = type();
        skip(">");
        return new MapOf(value);
    }

    private ColumnType struct() {
        skip("<");
        List<Field> fields = new ArrayList<>();
        do {
            fields.add(field());
        } while (takes(","));
        skip(">");
        return new Struct(fields);
    }

    private Field field() {
        space();
        String name =
                at < text.length() && text.charAt(at) == '`' ? next(QUOTED, 1).replace("``", "`") : next(NAME, 0);
        skip(":");
        space();
        ColumnType type = type();
        return new Field(name, type, takes("required"));
    }

    private String next(Pattern token, int group) {
        space();
        matcher.usePattern(token).region(at, text.length());
        if (!matcher.lookingAt()) {
            throw wrong();
        }
        at = matcher.end();
        return matcher.group(group);
    }

    private boolean takes(String token) {
        space();
        boolean there = text.startsWith(token, at);
        at += there ? token.length() : 0;
        return there;
    }

    private void skip(String token) {
        if (!takes(token)) {
            throw wrong();
        }
    }

    private void space() {
        while (at < text.length() && text.charAt(at) == ' ') {
            at++;
        }
    }

    private IllegalArgumentException wrong() {
        return new IllegalArgumentException("'" + text
                + "' (expected: string, int, long, float, double, boolean, binary, uuid, timestamptz, timestamp, date, time,"
                + " json, variant, decimal(p,s), struct<name: type, …>, list<type> or map<string, type>)");
    }
}
