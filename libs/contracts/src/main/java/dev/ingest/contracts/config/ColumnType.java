package dev.ingest.contracts.config;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** The type of a column. */
public sealed interface ColumnType {

    /** A type without parameters. */
    enum Scalar implements ColumnType {
        STRING,
        /** A whole number of 32 bits. */
        INT,
        /** A whole number of 64 bits. */
        LONG,
        /** A binary floating point number of 32 bits. */
        FLOAT,
        /** A binary floating point number of 64 bits. */
        DOUBLE,
        BOOLEAN,
        /** Bytes; base64 in a record. */
        BINARY,
        UUID,
        /** A point in time, in microseconds. */
        TIMESTAMPTZ,
        /** A date and time without zone, in microseconds. */
        TIMESTAMP,
        DATE,
        /** A time of day, in microseconds. */
        TIME,
        /** Any JSON value, kept as its text. */
        JSON,
        /** Any JSON value, kept in Iceberg's binary form: in tables of format version 3 only. */
        VARIANT;

        @Override
        public String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** A decimal number of at most {@code precision} digits, {@code scale} of them behind the point. */
    record Decimal(int precision, int scale) implements ColumnType {

        public static final int PRECISION_MAX = 38;

        public Decimal {
            if (precision < 1 || precision > PRECISION_MAX || scale < 0 || scale > precision) {
                throw new IllegalArgumentException("decimal(%d,%d) (expected: precision 1 to 38, scale 0 to precision)"
                        .formatted(precision, scale));
            }
        }

        @Override
        public String text() {
            return "decimal(" + precision + "," + scale + ")";
        }
    }

    /** An object whose fields are known. */
    record Struct(List<Field> fields) implements ColumnType {
        public Struct {
            fields = List.copyOf(fields);
            Set<String> names = new HashSet<>();
            for (Field field : fields) {
                if (!names.add(field.name().toLowerCase(Locale.ROOT))) {
                    throw new IllegalArgumentException("struct: field '%s' is there twice".formatted(field.name()));
                }
            }
            if (names.isEmpty()) {
                throw new IllegalArgumentException("struct without a field (expected: one or more, or json)");
            }
        }

        @Override
        public String text() {
            return fields.stream().map(Field::text).collect(Collectors.joining(", ", "struct<", ">"));
        }
    }

    /**
     * A field of a {@link Struct}.
     *
     * @param required whether a record whose object lacks it is rejected
     */
    record Field(String name, ColumnType type, boolean required) {
        public Field {
            if (name.isBlank()) {
                throw new IllegalArgumentException("struct: a field without a name");
            }
        }

        public static Field optional(String name, ColumnType type) {
            return new Field(name, type, false);
        }

        private String text() {
            return ColumnTypeParser.quoted(name) + ": " + type.text() + (required ? " required" : "");
        }
    }

    /** An array of values of one type, nulls among them. */
    record ListOf(ColumnType element) implements ColumnType {
        public ListOf {
            requireNoJson("list", element);
        }

        @Override
        public String text() {
            return "list<" + element.text() + ">";
        }
    }

    /** An object whose fields are not known, all of one type, nulls among them. */
    record MapOf(ColumnType value) implements ColumnType {
        public MapOf {
            requireNoJson("map", value);
        }

        @Override
        public String text() {
            return "map<string, " + value.text() + ">";
        }
    }

    /** A type that only other writers use: readable, never written by us. */
    record Foreign(String text) implements ColumnType {}

    /** The type as {@link #parse} reads it. */
    String text();

    /** Whether values are compared as a whole, and may tell rows apart. */
    default boolean isScalar() {
        return switch (this) {
            case Scalar scalar -> scalar != Scalar.JSON && scalar != Scalar.VARIANT;
            case Decimal _ -> true;
            case Struct _, ListOf _, MapOf _, Foreign _ -> false;
        };
    }

    /** Whether it is {@link Scalar#VARIANT} or has one inside. */
    default boolean hasVariant() {
        return switch (this) {
            case Scalar scalar -> scalar == Scalar.VARIANT;
            case Struct(List<Field> fields) ->
                fields.stream().anyMatch(field -> field.type().hasVariant());
            case ListOf(ColumnType element) -> element.hasVariant();
            case MapOf(ColumnType value) -> value.hasVariant();
            case Decimal _, Foreign _ -> false;
        };
    }

    /**
     * Whether a column of this type may become one of another, and keep its values (Iceberg specification, "Schema Evolution"): int
     * to long, float to double, a decimal of more digits and the same scale; a struct that gets fields or wider ones.
     */
    default boolean widensTo(ColumnType other) {
        return equals(other)
                || switch (this) {
                    case Scalar scalar ->
                        scalar == Scalar.INT && other == Scalar.LONG
                                || scalar == Scalar.FLOAT && other == Scalar.DOUBLE;
                    case Decimal(int precision, int scale) ->
                        other instanceof Decimal wider && wider.precision() > precision && wider.scale() == scale;
                    case Struct(List<Field> fields) ->
                        other instanceof Struct(List<Field> wider)
                                && fields.stream().allMatch(field -> widensIn(field, wider));
                    case ListOf(ColumnType element) ->
                        other instanceof ListOf(ColumnType wider) && element.widensTo(wider);
                    case MapOf(ColumnType value) -> other instanceof MapOf(ColumnType wider) && value.widensTo(wider);
                    case Foreign _ -> false;
                };
    }

    /** A field that is declared no longer stays. */
    private static boolean widensIn(Field field, List<Field> wider) {
        return wider.stream()
                .filter(other -> other.name().equalsIgnoreCase(field.name()))
                .findFirst()
                .map(other -> field.type().widensTo(other.type()) && (field.required() || !other.required()))
                .orElse(true);
    }

    /**
     * Reads {@code long}, {@code decimal(10,2)}, {@code list<string>}, {@code map<string, long>},
     * {@code struct<name: string, `odd name`: list<double>>} and so on.
     *
     * @throws IllegalArgumentException for anything else
     */
    static ColumnType parse(String text) {
        return new ColumnTypeParser(text).whole();
    }

    private static void requireNoJson(String where, ColumnType inside) {
        if (inside == Scalar.JSON) {
            throw new IllegalArgumentException(
                    "%s of json (expected: string, which holds other values as their text; or variant)"
                            .formatted(where));
        }
    }
}
