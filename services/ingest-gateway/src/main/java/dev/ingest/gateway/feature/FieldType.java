package dev.ingest.gateway.feature;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.ingest.contracts.config.ColumnSpec;
import dev.ingest.contracts.config.ColumnType;
import dev.ingest.gateway.time.UtcTime;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.format.DateTimeParseException;
import java.util.Base64;
import java.util.UUID;
import java.util.function.Function;

/** A registered type, and which JSON values fit it. The names are those of {@link ColumnSpec}. */
sealed interface FieldType {
    /** Looks at the value that the parser is at, which is no null. Never moves the parser. */
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
        return switch (column.type()) {
            case "string" -> new Text();
            case "int" -> new Whole(Integer.SIZE);
            case "long" -> new Whole(Long.SIZE);
            case "float" -> new Real(Float.MAX_VALUE);
            case "double" -> new Real(Double.MAX_VALUE);
            case "boolean" -> new Flag();
            case "binary" -> new Binary();
            case "date" -> new Day();
            case "timestamp", "timestamptz" -> new Time();
            case "time" -> new Spelled("time of day like 10:30:00", LocalTime::parse);
            case "uuid" -> new Spelled("UUID", FieldType::uuid);
            case "json", "variant" -> new Any();
            case String declared -> nested(column.name(), declared);
        };
    }

    /** What is in a nested value is the writer's to judge, as it is with records that were pulled. */
    private static FieldType nested(String column, String declared) {
        try {
            return switch (ColumnType.parse(declared)) {
                case ColumnType.Decimal(int precision, int scale) -> new Decimal(precision, scale);
                case ColumnType.Struct _, ColumnType.MapOf _ -> new Nested(JsonToken.START_OBJECT, "object");
                case ColumnType.ListOf _ -> new Nested(JsonToken.START_ARRAY, "array");
                case ColumnType.Scalar _, ColumnType.Foreign _ -> throw new IllegalArgumentException(declared);
            };
        } catch (IllegalArgumentException unknown) {
            throw new IllegalArgumentException(
                    "column '%s': type '%s' (expected: a type of a stream source)".formatted(column, declared),
                    unknown);
        }
    }

    private static UUID uuid(String text) {
        UUID value = UUID.fromString(text);
        if (!value.toString().equalsIgnoreCase(text)) {
            throw new IllegalArgumentException("groups of other lengths");
        }
        return value;
    }

    private static Fit token(String field, JsonParser json, JsonToken wanted, String expected) {
        return json.currentToken() == wanted ? Fit.YES : no(field, expected, json);
    }

    private static Fit no(String field, String expected, JsonParser json) {
        return new Fit.No(RecordError.type(field, expected, Json.kind(json.currentToken())));
    }

    record Text() implements FieldType {
        @Override
        public Fit fit(String field, JsonParser json) {
            return token(field, json, JsonToken.VALUE_STRING, "string");
        }
    }

    /** @param bits that it has to fit in, with its sign */
    record Whole(int bits) implements FieldType {
        @Override
        public Fit fit(String field, JsonParser json) throws IOException {
            if (json.currentToken() != JsonToken.VALUE_NUMBER_INT) {
                return json.currentToken() == JsonToken.VALUE_NUMBER_FLOAT
                        ? new Fit.No(RecordError.type(field, "integer", "number with a fraction"))
                        : no(field, "integer", json);
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

    /** A nested value, known by how it begins. */
    record Nested(JsonToken start, String expected) implements FieldType {
        @Override
        public Fit fit(String field, JsonParser json) {
            return token(field, json, start, expected);
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
            } catch (DateTimeParseException | IllegalArgumentException malformed) {
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
            return Math.abs(json.getDoubleValue()) <= max
                    ? Fit.YES
                    : new Fit.No(RecordError.type(
                            field, max == Float.MAX_VALUE ? "32-bit number" : "64-bit number", "a greater one"));
        }
    }

    record Flag() implements FieldType {
        @Override
        public Fit fit(String field, JsonParser json) {
            return json.currentToken().isBoolean() ? Fit.YES : no(field, "boolean", json);
        }
    }

    record Any() implements FieldType {
        @Override
        public Fit fit(String field, JsonParser json) {
            return Fit.YES;
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
                var ignored = LocalDate.parse(json.getText());
                return Fit.YES;
            } catch (DateTimeParseException malformed) {
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
