package dev.ingest.gateway.query;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.ingest.contracts.error.IngestException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Which features of which entities are asked for. A row's {@code request_context} is for features that are computed when they
 * are read; there are none, so it is not looked at.
 *
 * @param name the feature view's name
 * @param version its version
 * @param group whether a feature group is meant
 * @param entities for each row, the entity's key columns by name
 * @param features the features asked for; all of them if none are named
 * @param names whether the answer says what the features are called
 * @param types whether the answer says which types they have
 * @param diagnostics whether the answer holds timings
 */
record QueryRequest(
        String name,
        String version,
        boolean group,
        List<JsonNode> entities,
        List<String> features,
        boolean names,
        boolean types,
        boolean diagnostics) {
    private static final ObjectReader JSON = JsonMapper.builder(new JsonFactory())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS, DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build()
            .reader();
    private static final int FEATURES_MAX = 1000;

    QueryRequest {
        entities = List.copyOf(entities);
        features = List.copyOf(features);
    }

    /** Throws {@link IngestException} with code {@code INVALID_ARGUMENT} that says where the request is wrong. */
    static QueryRequest parse(byte[] body, int rowsMax) {
        JsonNode root = tree(body);
        if (!root.isObject()) {
            throw IngestException.invalid("body: %s (expected: an object)".formatted(kind(root)));
        }
        String type = root.path("object_type").asText("feature_view");
        if (!type.equals("feature_view") && !type.equals("feature_group")) {
            throw IngestException.invalid(
                    "object_type: '%s' (expected: feature_view or feature_group)".formatted(type));
        }
        JsonNode options = root.path("metadata_options");
        return new QueryRequest(
                text(root, "name"),
                text(root, "version"),
                type.equals("feature_group"),
                entities(root.path("request_rows"), rowsMax),
                features(root.path("features")),
                options.path("include_names").asBoolean(true),
                options.path("include_data_types").asBoolean(true),
                root.path("include_diagnostics").asBoolean(false));
    }

    private static JsonNode tree(byte[] body) {
        try {
            return JSON.readTree(body);
        } catch (JacksonException malformed) {
            throw new IngestException(
                    dev.ingest.contracts.error.ErrorCode.INVALID_ARGUMENT, "body: not valid JSON", malformed);
        } catch (NumberFormatException beyond) {
            throw new IngestException(
                    dev.ingest.contracts.error.ErrorCode.INVALID_ARGUMENT,
                    "body: a number whose exponent nothing can hold",
                    beyond);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    private static String text(JsonNode root, String field) {
        JsonNode value = root.path(field);
        if (!value.isTextual() || value.asText().isBlank()) {
            throw IngestException.invalid("%s: %s (expected: a name)".formatted(field, kind(value)));
        }
        return value.asText();
    }

    private static List<JsonNode> entities(JsonNode rows, int rowsMax) {
        if (!rows.isArray() || rows.isEmpty()) {
            throw IngestException.invalid("request_rows: %s (expected: an array of 1 to %d rows)"
                    .formatted(rows.isArray() ? "none" : kind(rows), rowsMax));
        }
        if (rows.size() > rowsMax) {
            throw IngestException.invalid(
                    "request_rows: %d rows (expected: at most %d)".formatted(rows.size(), rowsMax));
        }
        List<JsonNode> entities = new ArrayList<>();
        for (JsonNode row : rows) {
            JsonNode entity = row.path("entity");
            if (!entity.isObject()) {
                throw IngestException.invalid("request_rows[%d].entity: %s (expected: an object of key columns)"
                        .formatted(entities.size(), kind(entity)));
            }
            entities.add(entity);
        }
        return entities;
    }

    private static List<String> features(JsonNode features) {
        if (features.isMissingNode() || features.isNull()) {
            return List.of();
        }
        if (!features.isArray() || features.size() > FEATURES_MAX) {
            throw IngestException.invalid(
                    "features: %s (expected: an array of at most %d names)".formatted(kind(features), FEATURES_MAX));
        }
        List<String> names = new ArrayList<>();
        for (JsonNode feature : features) {
            if (!feature.isTextual()) {
                throw IngestException.invalid(
                        "features[%d]: %s (expected: a name)".formatted(names.size(), kind(feature)));
            }
            names.add(feature.asText());
        }
        return names;
    }

    private static String kind(JsonNode node) {
        return switch (node.getNodeType()) {
            case MISSING -> "missing";
            case NULL -> "null";
            case ARRAY -> "an array";
            case OBJECT, POJO -> "an object";
            case STRING -> "text";
            case NUMBER -> "a number";
            case BOOLEAN -> "a boolean";
            case BINARY -> "binary";
        };
    }
}
