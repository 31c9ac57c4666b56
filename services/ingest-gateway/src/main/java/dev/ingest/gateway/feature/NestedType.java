package dev.ingest.gateway.feature;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.ingest.contracts.config.ColumnType;
import dev.ingest.contracts.value.Characters;
import dev.ingest.contracts.value.IsoTimes;
import dev.ingest.contracts.value.JsonLimits;
import dev.ingest.contracts.value.JsonNumber;
import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Types whose values may be objects and arrays. What is within fits by the same rules as a column's own value. */
sealed interface NestedType extends FieldType {

    @Override
    default Fit fit(String field, JsonParser json) throws IOException {
        if (!json.currentToken().isStructStart()) {
            return read(field, json);
        }
        int depth = json.getParsingContext().getNestingDepth();
        Fit fit = read(field, json);
        while (json.getParsingContext().getNestingDepth() >= depth) {
            json.nextToken();
        }
        return fit;
    }

    /** As {@link #fit}, but may stop anywhere within a value that does not fit. */
    Fit read(String field, JsonParser json) throws IOException;

    /** A type within another: its times are not rewritten, so the table has to be able to read them as they are. */
    static FieldType within(ColumnType type) {
        return type == ColumnType.Scalar.TIMESTAMP || type == ColumnType.Scalar.TIMESTAMPTZ
                ? new Spelled("ISO 8601 timestamp", IsoTimes::micros)
                : FieldType.of(type);
    }

    /** What has to fit of a value within another; nulls always do here. */
    private static Fit fitWithin(FieldType type, String field, JsonParser json) throws IOException {
        return json.currentToken() == JsonToken.VALUE_NULL ? Fit.YES : type.fit(field, json);
    }

    /** @param required the members that every object must have */
    record Struct(Map<String, FieldType> members, Set<String> required) implements NestedType {
        static Struct of(List<ColumnType.Field> fields) {
            Map<String, FieldType> members = new HashMap<>();
            Set<String> required = new HashSet<>();
            for (ColumnType.Field field : fields) {
                members.put(field.name(), within(field.type()));
                if (field.required()) {
                    required.add(field.name());
                }
            }
            return new Struct(members, required);
        }

        @Override
        public Fit read(String field, JsonParser json) throws IOException {
            if (json.currentToken() != JsonToken.START_OBJECT) {
                return FieldType.no(field, "object", json);
            }
            Set<String> seen = new HashSet<>();
            while (json.nextToken() != JsonToken.END_OBJECT) {
                String path = field + "." + json.currentName();
                FieldType member = members.get(json.currentName());
                if (member == null) {
                    return new Fit.No(RecordError.unknownField(path));
                }
                if (!seen.add(json.currentName())) {
                    return new Fit.No(RecordError.repeatedField(path));
                }
                if (json.nextToken() == JsonToken.VALUE_NULL) {
                    seen.remove(json.currentName());
                }
                if (fitWithin(member, path, json) instanceof Fit.No wrong) {
                    return wrong;
                }
            }
            return required.stream()
                    .filter(name -> !seen.contains(name))
                    .findFirst()
                    .<Fit>map(name -> new Fit.No(RecordError.missing(field + "." + name)))
                    .orElse(Fit.YES);
        }
    }

    record MapOf(FieldType value) implements NestedType {
        @Override
        public Fit read(String field, JsonParser json) throws IOException {
            if (json.currentToken() != JsonToken.START_OBJECT) {
                return FieldType.no(field, "object", json);
            }
            while (json.nextToken() != JsonToken.END_OBJECT) {
                String name = json.currentName();
                if (!isName(name)) {
                    return new Fit.No(RecordError.type(field, "map", "one with a name that is none"));
                }
                json.nextToken();
                if (fitWithin(value, field + "." + name, json) instanceof Fit.No wrong) {
                    return wrong;
                }
            }
            return Fit.YES;
        }
    }

    record ListOf(FieldType element) implements NestedType {
        @Override
        public Fit read(String field, JsonParser json) throws IOException {
            if (json.currentToken() != JsonToken.START_ARRAY) {
                return FieldType.no(field, "array", json);
            }
            for (int index = 0; json.nextToken() != JsonToken.END_ARRAY; index++) {
                if (fitWithin(element, "%s[%d]".formatted(field, index), json) instanceof Fit.No wrong) {
                    return wrong;
                }
            }
            return Fit.YES;
        }
    }

    private static boolean isName(String name) {
        return name.length() <= JsonLimits.NAME_LENGTH_MAX && Characters.areWhole(name);
    }

    /**
     * Any value that readers of JSON can hold.
     *
     * @param variant whether it is kept in Iceberg's binary form, and not as its text
     */
    record Any(boolean variant) implements NestedType {
        @Override
        public Fit read(String field, JsonParser json) throws IOException {
            int depth = 0;
            while (true) {
                JsonToken token = json.currentToken();
                depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
                if (depth > JsonLimits.VALUE_DEPTH_MAX) {
                    return unfit(field, "one nested deeper than %d levels".formatted(JsonLimits.VALUE_DEPTH_MAX));
                }
                String problem = problem(token, json);
                if (!problem.isEmpty()) {
                    return unfit(field, problem);
                }
                if (depth == 0) {
                    return Fit.YES;
                }
                json.nextToken();
            }
        }

        private Fit unfit(String field, String actual) {
            return new Fit.No(RecordError.type(field, variant ? "variant" : "JSON", actual));
        }

        /** Empty if there is none. */
        private String problem(JsonToken token, JsonParser json) throws IOException {
            return switch (token) {
                case FIELD_NAME -> isName(json.currentName()) ? "" : "one with a name that is none";
                case VALUE_STRING ->
                    Characters.areWhole(json.getTextCharacters(), json.getTextOffset(), json.getTextLength())
                            ? ""
                            : "one with half of a surrogate pair";
                case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT ->
                    !FieldType.isBearable(json)
                            ? "another number than a " + JsonNumber.EXPECTED
                            : variant && Double.isInfinite(json.getDoubleValue()) ? "a number too great" : "";
                case START_OBJECT, END_OBJECT, START_ARRAY, END_ARRAY, VALUE_TRUE, VALUE_FALSE, VALUE_NULL -> "";
                case NOT_AVAILABLE, VALUE_EMBEDDED_OBJECT -> throw new IllegalStateException("no JSON: " + token);
            };
        }
    }
}
