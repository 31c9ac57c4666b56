package dev.ingest.lake;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The type of a column. */
public sealed interface ColumnType {

    /** A type without parameters. */
    enum Scalar implements ColumnType {
        STRING,
        LONG,
        DOUBLE,
        BOOLEAN,
        /** Bytes; base64 in a record. */
        BINARY,
        /** A point in time, in microseconds. */
        TIMESTAMPTZ,
        /** A date and time without zone, in microseconds. */
        TIMESTAMP,
        DATE,
        /** Any JSON value, kept as its text. */
        JSON;

        @Override
        public String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** A decimal number of at most {@code precision} digits, {@code scale} of them behind the point. */
    record Decimal(int precision, int scale) implements ColumnType {
        public Decimal {
            if (precision < 1 || precision > 38 || scale < 0 || scale > precision) {
                throw new IllegalArgumentException("decimal(%d,%d) (expected: precision 1 to 38, scale 0 to precision)"
                        .formatted(precision, scale));
            }
        }

        @Override
        public String text() {
            return "decimal(" + precision + "," + scale + ")";
        }
    }

    /** A type that only other writers use: readable, never written by us. */
    record Foreign(String text) implements ColumnType {}

    /** The type as {@link #parse} reads it. */
    String text();

    /** Reads {@code long}, {@code decimal(10,2)} and so on; throws {@link IllegalArgumentException} for anything else. */
    static ColumnType parse(String text) {
        Matcher decimal =
                Pattern.compile("decimal\\((\\d{1,2}),\\s*(\\d{1,2})\\)").matcher(text);
        if (decimal.matches()) {
            return new Decimal(Integer.parseInt(decimal.group(1)), Integer.parseInt(decimal.group(2)));
        }
        for (Scalar scalar : Scalar.values()) {
            if (scalar.text().equals(text)) {
                return scalar;
            }
        }
        throw new IllegalArgumentException("column type: " + text
                + " (expected: string, long, double, boolean, binary, timestamptz, timestamp, date, json"
                + " or decimal(p,s))");
    }
}
