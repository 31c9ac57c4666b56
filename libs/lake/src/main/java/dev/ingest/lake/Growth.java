package dev.ingest.lake;

import com.fasterxml.jackson.core.JsonParser;
import dev.ingest.contracts.config.ColumnType;
import java.io.IOException;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.Types.DecimalType;

/**
 * What records ask of a table's schema: columns that it lacks, at the top or in a struct, with types that hold every value seen; and
 * wider types for columns that are too narrow.
 */
final class Growth {

    /** Instead of a struct's id: the table itself. */
    static final int TOP = -1;

    /**
     * A column to be.
     *
     * @param parent id of the field whose struct it is to be in, {@link #TOP} for none
     * @param prefix full name of the parent and a dot, nothing for none
     */
    record Wanted(int parent, String prefix, String name, ColumnType.Scalar type) {
        private String fullName() {
            return (prefix + name).toLowerCase(Locale.ROOT);
        }
    }

    /** By full name in lower case: readers fold case. */
    private final Map<String, Wanted> wanted = new LinkedHashMap<>();

    private final Map<Integer, Type.PrimitiveType> wider = new LinkedHashMap<>();

    boolean isEmpty() {
        return wanted.isEmpty() && wider.isEmpty();
    }

    /** How many columns these and the others are together. */
    int sizeWith(Growth others) {
        long more = others.wanted.keySet().stream()
                .filter(name -> !wanted.containsKey(name))
                .count();
        return wanted.size() + Math.toIntExact(more);
    }

    boolean hasColumns() {
        return !wanted.isEmpty();
    }

    void see(Wanted column) {
        Wanted known = wanted.get(column.fullName());
        if (known == null) {
            wanted.put(column.fullName(), column);
        } else if (known.parent() == column.parent()) {
            wanted.put(
                    column.fullName(),
                    new Wanted(known.parent(), known.prefix(), known.name(), both(known.type(), column.type())));
        } else {
            // a field of a struct, and a column whose name has a dot: Iceberg has one space of names for both
            see(new Wanted(column.parent(), column.prefix(), column.name() + "_", column.type()));
        }
    }

    /** A column's values need this type, or a wider one. */
    void widen(int field, Type.PrimitiveType type) {
        wider.merge(field, type, Growth::wider);
    }

    void seeAll(Growth others) {
        others.wanted.values().forEach(this::see);
        others.wider.forEach(this::widen);
    }

    Collection<Wanted> columns() {
        return wanted.values();
    }

    Map<Integer, Type.PrimitiveType> widened() {
        return wider;
    }

    Optional<Type.PrimitiveType> widened(int field) {
        return Optional.ofNullable(wider.get(field));
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

    /** Of one column; only decimals come in several widths. */
    private static Type.PrimitiveType wider(Type.PrimitiveType one, Type.PrimitiveType other) {
        return one instanceof DecimalType a && other instanceof DecimalType b && a.precision() > b.precision()
                ? one
                : other;
    }
}
