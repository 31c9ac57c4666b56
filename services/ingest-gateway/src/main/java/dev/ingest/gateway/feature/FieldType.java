package dev.ingest.gateway.feature;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.ingest.contracts.config.ColumnSpec;
import dev.ingest.contracts.config.ColumnType;
import dev.ingest.contracts.value.Characters;
import dev.ingest.contracts.value.IsoTimes;
import dev.ingest.contracts.value.JsonNumber;
import dev.ingest.contracts.value.Uuids;
import dev.ingest.gateway.time.UtcTime;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.util.Base64;
import java.util.function.Function;

/** A registered type, and which JSON values fit it. The names are those of {@link ColumnSpec}. */
sealed interface FieldType
        permits FieldType.Text,
                FieldType.Whole,
                FieldType.Spelled,
                FieldType.Real,
                FieldType.Flag,
                FieldType.Binary,
                FieldType.Day,
                FieldType.Time,
                FieldType.Decimal,
                NestedType {
    /**
     * Looks at the value that the parser is at, which is no null. Reads an object or array that may fit to its end; moves the parser
     * nowhere else.
     */
    Fit fit(String field, JsonParser json) throws IOException;

    /** Whether a value fits. */
    sealed interface Fit {
        /** It does, as it is. */
        record Yes() implements Fit {}

        /** It does, in this form. */
        record As(String text) implements Fit {}

        record No(RecordError error) implements Fit {}

        Fit YES = new Yes();
    }

    /** Throws {@link IllegalArgumentException} for a name that is no type. */
    static FieldType of(ColumnSpec column) {
        try {
            return of(ColumnType.parse(column.type()));
        } catch (IllegalArgumentException unknown) {
            throw new IllegalArgumentException(
                    "column '%s': type '%s' (expected: a type of a stream source)"
                            .formatted(column.name(), column.type()),
                    unknown);
        }
    }

    /** The type of a column. */
    static FieldType of(ColumnType type) {
        return switch (type) {
            case ColumnType.Scalar scalar -> of(scalar);
            case ColumnType.Decimal(int precision, int scale) -> new Decimal(precision, scale);
            case ColumnType.Struct(var fields) -> NestedType.Struct.of(fields);
            case ColumnType.MapOf(ColumnType value) -> new NestedType.MapOf(NestedType.within(value));
            case ColumnType.ListOf(ColumnType element) -> new NestedType.ListOf(NestedType.within(element));
            case ColumnType.Foreign(String text) -> throw new IllegalArgumentException(text);
        };
    }

    private static FieldType of(ColumnType.Scalar scalar) {
        return switch (scalar) {
            case STRING -> new Text();
            case INT -> new Whole(Integer.SIZE);
            case LONG -> new Whole(Long.SIZE);
            case FLOAT -> new Real(Float.MAX_VALUE);
            case DOUBLE -> new Real(Double.MAX_VALUE);
            case BOOLEAN -> new Flag();
            case BINARY -> new Binary();
            case DATE -> new Day();
            case TIMESTAMP, TIMESTAMPTZ -> new Time();
            case TIME -> new Spelled("time of day like 10:30:00", IsoTimes::microsOfDay);
            case UUID -> new Spelled("UUID", Uuids::parse);
            case JSON -> new NestedType.Any(false);
            case VARIANT -> new NestedType.Any(true);
        };
    }

    static Fit no(String field, String expected, JsonParser json) {
        return new Fit.No(RecordError.type(field, expected, Json.kind(json.currentToken())));
    }

    /** Whether the number at hand can be computed with; asked before it is. */
    static boolean isBearable(JsonParser json) throws IOException {
        return JsonNumber.isBearable(json.getTextCharacters(), json.getTextOffset(), json.getTextLength());
    }

    private static Fit unbearable(String field) {
        return new Fit.No(RecordError.type(field, JsonNumber.EXPECTED, "another"));
    }

    record Text() implements FieldType {
        @Override
        public Fit fit(String field, JsonParser json) throws IOException {
            if (json.currentToken() != JsonToken.VALUE_STRING) {
                return no(field, "string", json);
            }
            return Characters.areWhole(json.getTextCharacters(), json.getTextOffset(), json.getTextLength())
                    ? Fit.YES
                    : new Fit.No(RecordError.type(field, "string", "one with half of a surrogate pair"));
        }
    }

    /** @param bits that it has to fit in, with its sign */
    record Whole(int bits) implements FieldType {
        /** Longer than any, signs and all. */
        private static final int LENGTH_MAX = 20;

        @Override
        public Fit fit(String field, JsonParser json) throws IOException {
            if (json.currentToken() != JsonToken.VALUE_NUMBER_INT) {
                return json.currentToken() == JsonToken.VALUE_NUMBER_FLOAT
                        ? new Fit.No(RecordError.type(field, "integer", "number with a fraction"))
                        : no(field, "integer", json);
            }
            if (json.getTextLength() > LENGTH_MAX) {
                return greater(field);
            }
            return switch (json.getNumberType()) {
                case INT -> Fit.YES;
                case LONG -> bits == Long.SIZE ? Fit.YES : greater(field);
                case BIG_INTEGER, FLOAT, DOUBLE, BIG_DECIMAL -> greater(field);
            };
        }

        private Fit greater(String field) {
            return new Fit.No(RecordError.type(field, bits + "-bit integer", "a greater one"));
        }
    }

    /** A string that something reads. */
    record Spelled(String expected, Function<String, Object> reader) implements FieldType {
        @Override
        public Fit fit(String field, JsonParser json) throws IOException {
            if (json.currentToken() != JsonToken.VALUE_STRING) {
                return no(field, expected, json);
            }
            try {
                var ignored = reader.apply(json.getText());
                return Fit.YES;
            } catch (DateTimeException | ArithmeticException | IllegalArgumentException malformed) {
                return new Fit.No(RecordError.type(field, expected, "another string: " + malformed.getMessage()));
            }
        }
    }

    /** @param max greatest value that is finite in the column */
    record Real(double max) implements FieldType {
        @Override
        public Fit fit(String field, JsonParser json) throws IOException {
            if (!json.currentToken().isNumeric()) {
                return no(field, "number", json);
            }
            if (!isBearable(json)) {
                return unbearable(field);
            }
            double value = json.getDoubleValue();
            if (Math.abs(value) > max) {
                return new Fit.No(RecordError.type(field, width(), "a greater one"));
            }
            return max == Float.MAX_VALUE && (float) value == 0 && value != 0
                    ? new Fit.No(RecordError.type(field, width(), "a smaller one"))
                    : Fit.YES;
        }

        private String width() {
            return max == Float.MAX_VALUE ? "32-bit number" : "64-bit number";
        }
    }

    record Flag() implements FieldType {
        @Override
        public Fit fit(String field, JsonParser json) {
            return json.currentToken().isBoolean() ? Fit.YES : no(field, "boolean", json);
        }
    }

    record Binary() implements FieldType {
        @Override
        public Fit fit(String field, JsonParser json) throws IOException {
            if (json.currentToken() != JsonToken.VALUE_STRING) {
                return no(field, "base64 string", json);
            }
            try {
                var ignored = Base64.getDecoder().decode(json.getText());
                return Fit.YES;
            } catch (IllegalArgumentException notBase64) {
                return new Fit.No(
                        RecordError.type(field, "base64 string", "another string: " + notBase64.getMessage()));
            }
        }
    }

    record Day() implements FieldType {
        @Override
        public Fit fit(String field, JsonParser json) throws IOException {
            if (json.currentToken() != JsonToken.VALUE_STRING) {
                return no(field, "date", json);
            }
            try {
                var ignored = IsoTimes.days(json.getText());
                return Fit.YES;
            } catch (DateTimeException | ArithmeticException malformed) {
                return new Fit.No(
                        RecordError.type(field, "date like 2024-01-15", "another string: " + malformed.getMessage()));
            }
        }
    }

    /** Columns with and without a zone both hold UTC. */
    record Time() implements FieldType {
        private static final int SHOWN_MAX = 64;

        @Override
        public Fit fit(String field, JsonParser json) throws IOException {
            if (json.currentToken() != JsonToken.VALUE_STRING) {
                return no(field, "ISO 8601 timestamp", json);
            }
            String given = json.getText();
            return UtcTime.parse(given)
                    .<Fit>map(utc -> utc.equals(given) ? Fit.YES : new Fit.As(utc))
                    .orElseGet(() -> new Fit.No(RecordError.timestamp(
                            field, given.length() > SHOWN_MAX ? given.substring(0, SHOWN_MAX) + "…" : given)));
        }
    }

    /**
     * @param precision most digits
     * @param scale how many of them behind the point
     */
    record Decimal(int precision, int scale) implements FieldType {
        @Override
        public Fit fit(String field, JsonParser json) throws IOException {
            if (!json.currentToken().isNumeric()) {
                return no(field, "number", json);
            }
            if (!isBearable(json)) {
                return unbearable(field);
            }
            BigDecimal value = json.getDecimalValue().stripTrailingZeros();
            long wholeDigits = (long) value.precision() - value.scale();
            return value.signum() == 0 || value.scale() <= scale && wholeDigits <= precision - scale
                    ? Fit.YES
                    : new Fit.No(RecordError.type(
                            field,
                            "number with at most %d digits, %d of them behind the point".formatted(precision, scale),
                            "one with more"));
        }
    }
}
