package dev.ingest.masking.rows;

import static dev.ingest.contracts.error.IngestException.invalid;

import dev.ingest.contracts.config.ColumnType;
import dev.ingest.contracts.config.ColumnType.Decimal;
import dev.ingest.contracts.config.ColumnType.Foreign;
import dev.ingest.contracts.config.ColumnType.ListOf;
import dev.ingest.contracts.config.ColumnType.MapOf;
import dev.ingest.contracts.config.ColumnType.Scalar;
import dev.ingest.contracts.config.ColumnType.Struct;
import dev.ingest.contracts.error.ErrorCode;
import dev.ingest.contracts.error.IngestException;
import dev.ingest.lake.Column;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.UUID;

/** A filter's value as its column's type has it. */
public final class FilterValue {
    private FilterValue() {}

    /** Throws {@link IngestException} with code {@code INVALID_ARGUMENT} that says what the column expects. */
    static Object of(Column column, String text) {
        return of("filter", column, text);
    }

    /** @param where the parameter that it was given as */
    public static Object of(String where, Column column, String text) {
        try {
            return value(column, column.type(), text);
        } catch (IllegalArgumentException | ArithmeticException | DateTimeException malformed) {
            throw new IngestException(
                    ErrorCode.INVALID_ARGUMENT,
                    "%s: column '%s': '%s' (expected: %s)"
                            .formatted(where, column.name(), text, expected(column.type())),
                    malformed);
        }
    }

    private static Object value(Column column, ColumnType type, String text) {
        return switch (type) {
            case Decimal(int precision, int scale) -> decimal(text, precision, scale);
            case Foreign _, Struct _, ListOf _, MapOf _ -> throw incomparable(column, type.text());
            case Scalar scalar ->
                switch (scalar) {
                    case STRING -> text;
                    case INT -> (long) Integer.parseInt(text);
                    case LONG -> Long.valueOf(text);
                    case FLOAT, DOUBLE -> real(text);
                    case BOOLEAN -> flag(text);
                    case DATE -> LocalDate.parse(text).toString();
                    case TIME -> LocalTime.parse(text).toString();
                    case UUID -> UUID.fromString(text).toString();
                    case TIMESTAMP -> DateTimeFormatter.ISO_LOCAL_DATE_TIME.format(utc(text));
                    case TIMESTAMPTZ ->
                        DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(utc(text).atOffset(ZoneOffset.UTC));
                    case BINARY, JSON, VARIANT -> throw incomparable(column, type.text());
                };
        };
    }

    /** At the column's scale, which is what a comparison needs; what would have to be rounded is refused. */
    private static BigDecimal decimal(String text, int precision, int scale) {
        var value = new BigDecimal(text);
        if ((long) value.precision() - value.scale() > precision - scale) {
            throw new ArithmeticException("too many digits");
        }
        return value.setScale(scale, RoundingMode.UNNECESSARY);
    }

    private static Double real(String text) {
        double value = Double.parseDouble(text);
        if (!Double.isFinite(value)) {
            throw new NumberFormatException("not finite");
        }
        return value;
    }

    private static Boolean flag(String text) {
        return switch (text) {
            case "true" -> true;
            case "false" -> false;
            case String other -> throw new NumberFormatException("neither true nor false: " + other);
        };
    }

    /** Without an offset the time is UTC, as it is where records come in. */
    private static LocalDateTime utc(String text) {
        return text.endsWith("Z") || text.lastIndexOf('+') > 0 || text.lastIndexOf('-') > text.indexOf('T')
                ? OffsetDateTime.parse(text)
                        .withOffsetSameInstant(ZoneOffset.UTC)
                        .toLocalDateTime()
                : LocalDateTime.parse(text);
    }

    private static IngestException incomparable(Column column, String type) {
        return invalid("filter: column '%s' is %s (expected: isnull or notnull for it)".formatted(column.name(), type));
    }

    private static String expected(ColumnType type) {
        return switch (type) {
            case Decimal(int precision, int scale) ->
                "a number of at most %d digits, %d of them behind the point".formatted(precision, scale);
            case Foreign _, Struct _, ListOf _, MapOf _ -> type.text();
            case Scalar scalar ->
                switch (scalar) {
                    case STRING, BINARY, JSON, VARIANT -> type.text();
                    case INT -> "a whole number of 32 bits";
                    case LONG -> "a whole number of 64 bits";
                    case FLOAT, DOUBLE -> "a finite number";
                    case BOOLEAN -> "true or false";
                    case DATE -> "a date like 2024-01-15";
                    case TIME -> "a time of day like 10:30:00";
                    case UUID -> "a UUID";
                    case TIMESTAMP, TIMESTAMPTZ -> "a time like 2024-01-15T10:30:00Z";
                };
        };
    }
}
