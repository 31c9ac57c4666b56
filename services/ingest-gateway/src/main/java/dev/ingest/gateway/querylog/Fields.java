package dev.ingest.gateway.querylog;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.Collection;
import java.util.List;

/**
 * The fields of one JSON object, read with what is expected of them. What is wrong is collected, so that one answer names all of it;
 * the value read is then a JSON null.
 */
final class Fields {
    private static final int SHOWN_MAX = 64;
    private static final JsonNode NONE = JsonNodeFactory.instance.nullNode();

    private final JsonNode object;
    private final String path;
    private final Collection<String> problems;

    /** @param path what to put before a field's name in messages */
    Fields(JsonNode object, String path, Collection<String> problems) {
        this.object = object;
        this.path = path;
        this.problems = problems;
    }

    JsonNode optional(String name) {
        JsonNode value = object.get(name);
        return value == null || value.isNull() ? NONE : value;
    }

    JsonNode required(String name) {
        JsonNode value = optional(name);
        if (value.isNull()) {
            problems.add("%s: missing".formatted(path + name));
        }
        return value;
    }

    JsonNode text(String name) {
        return text(name, optional(name));
    }

    JsonNode requiredText(String name) {
        return text(name, required(name));
    }

    private JsonNode text(String name, JsonNode value) {
        return value.isTextual() ? value : misfit(name, value, "a string");
    }

    /** A whole number of 64 bits. */
    JsonNode whole(String name) {
        JsonNode value = optional(name);
        return value.canConvertToExactIntegral() && value.canConvertToLong()
                ? value
                : misfit(name, value, "a whole number");
    }

    /** A number that is not negative, and within what 64 bits of floating point hold. */
    JsonNode requiredAmount(String name) {
        JsonNode value = required(name);
        return value.isNumber() && value.decimalValue().signum() >= 0 && Double.isFinite(value.doubleValue())
                ? value
                : misfit(name, value, "a number from 0");
    }

    JsonNode oneOf(String name, List<String> allowed) {
        return oneOf(name, text(name), allowed);
    }

    JsonNode requiredOneOf(String name, List<String> allowed) {
        return oneOf(name, requiredText(name), allowed);
    }

    private JsonNode oneOf(String name, JsonNode value, List<String> allowed) {
        return value.isNull() || allowed.contains(value.textValue())
                ? value
                : misfit(name, value, "one of " + String.join(", ", allowed));
    }

    /** The fields of a required object; those of an empty one, if it is none. */
    Fields requiredObject(String name) {
        JsonNode value = required(name);
        JsonNode found = value.isObject() ? value : misfit(name, value, "an object");
        return new Fields(found.isNull() ? JsonNodeFactory.instance.objectNode() : found, path + name + ".", problems);
    }

    JsonNode textArray(String name) {
        JsonNode value = optional(name);
        if (!value.isArray()) {
            return misfit(name, value, "an array of strings");
        }
        for (int i = 0; i < value.size(); i++) {
            if (!value.get(i).isTextual()) {
                return misfit("%s[%d]".formatted(name, i), value.get(i), "a string");
            }
        }
        return value;
    }

    /** Notes what is wrong with a value, unless it is absent, and stands in for it. */
    JsonNode misfit(String name, JsonNode value, String expected) {
        if (!value.isNull()) {
            String shown = value.toString();
            problems.add("%s: %s (expected: %s)"
                    .formatted(
                            path + name,
                            shown.length() > SHOWN_MAX ? shown.substring(0, SHOWN_MAX) + "…" : shown,
                            expected));
        }
        return NONE;
    }
}
