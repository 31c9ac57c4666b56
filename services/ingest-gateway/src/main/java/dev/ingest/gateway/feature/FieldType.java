package dev.ingest.gateway.feature;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.ingest.contracts.config.ColumnSpec;
import dev.ingest.gateway.time.UtcTime;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

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
            case "long" -> new Whole();
            case "double" -> new Real();
            case "boolean" -> new Flag();
            case "binary" -> new Binary();
            case "date" -> new Day();
            case "timestamp", "timestamptz" -> new Time();
            case "json" -> new Any();
            case String declared -> Decimal.of(column.name(), declared);
        };
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

    record Whole() implements FieldType {
        @Override
        public Fit fit(String field, JsonParser json) throws IOException {
            if (json.currentToken() != JsonToken.VALUE_NUMBER_INT) {
                return json.currentToken() == JsonToken.VALUE_NUMBER_FLOAT
                        ? new Fit.No(RecordError.type(field, "integer", "number with a fraction"))
                        : no(field, "integer", json);
            }
            return switch (json.getNumberType()) {
                case INT, LONG -> Fit.YES;
                case BIG_INTEGER, FLOAT, DOUBLE, BIG_DECIMAL ->
                    new Fit.No(RecordError.type(field, "64-bit integer", "a greater one"));
            };
        }
    }

    record Real() implements FieldType {
        @Override
        public Fit fit(String field, JsonParser json) throws IOException {
            if (!json.currentToken().isNumeric()) {
                return no(field, "number", json);
            }
            return Double.isFinite(json.getDoubleValue())
                    ? Fit.YES
                    : new Fit.No(RecordError.type(field, "64-bit number", "a greater one"));
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
        private static final Pattern NAME = Pattern.compile("decimal\\((\\d{1,2}),\\s*(\\d{1,2})\\)");

        static Decimal of(String column, String declared) {
            Matcher name = NAME.matcher(declared);
            if (!name.matches()) {
                throw new IllegalArgumentException(
                        "column '%s': type '%s' (expected: a type of a stream source)".formatted(column, declared));
            }
            return new Decimal(Integer.parseInt(name.group(1)), Integer.parseInt(name.group(2)));
        }

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
