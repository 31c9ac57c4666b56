package dev.ingest.lake;

import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** The columns that a batch's records ask for and the table lacks, with types that hold every value seen. */
final class NewColumns {

    private record Wanted(String name, ColumnType.Scalar type) {}

    /** By lower-case name: readers fold case. */
    private final Map<String, Wanted> wanted = new LinkedHashMap<>();

    boolean isEmpty() {
        return wanted.isEmpty();
    }

    /** How many columns these and the others are together. */
    int sizeWith(NewColumns others) {
        long more = others.wanted.keySet().stream()
                .filter(name -> !wanted.containsKey(name))
                .count();
        return wanted.size() + Math.toIntExact(more);
    }

    void see(String name, ColumnType.Scalar type) {
        wanted.merge(
                name.toLowerCase(Locale.ROOT),
                new Wanted(name, type),
                (known, more) -> new Wanted(known.name(), both(known.type(), more.type())));
    }

    void seeAll(NewColumns others) {
        others.wanted.values().forEach(other -> see(other.name(), other.type()));
    }

    Iterable<Column> columns() {
        return wanted.values().stream()
                .map(column -> Column.optional(column.name(), column.type()))
                .toList();
    }

    /** The type of a value, which is not null; a number that no long holds is kept as text. */
    static ColumnType.Scalar typeOf(JsonParser at) throws IOException {
        return switch (at.currentToken()) {
            case VALUE_TRUE, VALUE_FALSE -> ColumnType.Scalar.BOOLEAN;
            case VALUE_NUMBER_FLOAT -> ColumnType.Scalar.DOUBLE;
            case VALUE_NUMBER_INT ->
                switch (at.getNumberType()) {
                    case INT, LONG -> ColumnType.Scalar.LONG;
                    case BIG_INTEGER, FLOAT, DOUBLE, BIG_DECIMAL -> ColumnType.Scalar.STRING;
                };
            case START_OBJECT, START_ARRAY -> ColumnType.Scalar.JSON;
            case VALUE_STRING -> ColumnType.Scalar.STRING;
            case NOT_AVAILABLE, END_OBJECT, END_ARRAY, FIELD_NAME, VALUE_EMBEDDED_OBJECT, VALUE_NULL ->
                throw new IllegalStateException("no value at " + at.currentToken());
        };
    }

    private static ColumnType.Scalar both(ColumnType.Scalar one, ColumnType.Scalar other) {
        if (one == other) {
            return one;
        }
        if (one == ColumnType.Scalar.JSON || other == ColumnType.Scalar.JSON) {
            return ColumnType.Scalar.JSON;
        }
        boolean numbers = isNumber(one) && isNumber(other);
        return numbers ? ColumnType.Scalar.DOUBLE : ColumnType.Scalar.STRING;
    }

    private static boolean isNumber(ColumnType.Scalar type) {
        return type == ColumnType.Scalar.LONG || type == ColumnType.Scalar.DOUBLE;
    }
}
