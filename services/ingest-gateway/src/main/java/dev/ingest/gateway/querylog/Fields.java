package dev.ingest.gateway.querylog;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.ingest.gateway.time.UtcTime;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The fields of one JSON object, read with what is expected of them. What is wrong is collected, so that one answer names all of it;
 * the value read is then a JSON null.
 */
final class Fields {
    private static final int SHOWN_MAX = 64;
    private static final int MILLIS = 1000;
    private static final int MILLIS_DIGITS = 3;
    private static final int NANO_DIGITS = 9;
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

    /** The fields of a value that is expected to be an object; notes it if it is none. */
    static Optional<Fields> of(String name, JsonNode value, Collection<String> problems) {
        if (value.isObject()) {
            return Optional.of(new Fields(value, "", problems));
        }
        problems.add("%s: %s (expected: an object)"
                .formatted(name, value.getNodeType().name().toLowerCase(Locale.ROOT)));
        return Optional.empty();
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

    /** Part of a row's key: an empty one would make strangers of one time the same. */
    JsonNode requiredId(String name) {
        JsonNode id = requiredText(name);
        return id.isTextual() && id.textValue().isBlank() ? misfit(name, id, "a string that is not empty") : id;
    }

    /** A moment, as text in UTC. */
    JsonNode requiredTime(String name) {
        JsonNode given = requiredText(name);
        if (given.isNull()) {
            return given;
        }
        return UtcTime.parse(given.textValue())
                .<JsonNode>map(JsonNodeFactory.instance::textNode)
                .orElseGet(() -> misfit(name, given, "an ISO 8601 timestamp like 2026-03-10T12:00:00.000Z"));
    }

    /** A duration that is told as a number of seconds or as ISO 8601, in milliseconds. */
    JsonNode milliseconds(String name) {
        JsonNode value = optional(name);
        return seconds(value)
                .filter(seconds -> seconds.signum() >= 0 && Double.isFinite(seconds.doubleValue() * MILLIS))
                .<JsonNode>map(seconds -> JsonNodeFactory.instance.numberNode(seconds.movePointRight(MILLIS_DIGITS)))
                .orElseGet(() -> misfit(name, value, "seconds from 0, or an ISO 8601 duration like PT0.5S"));
    }

    private static Optional<BigDecimal> seconds(JsonNode value) {
        if (value.isNumber()) {
            return Optional.of(value.decimalValue());
        }
        try {
            return Optional.of(Duration.parse(value.asText()))
                    .map(told ->
                            BigDecimal.valueOf(told.getSeconds()).add(BigDecimal.valueOf(told.getNano(), NANO_DIGITS)));
        } catch (DateTimeParseException malformed) {
            return Optional.empty();
        }
    }

    /** The fields of a required object; those of an empty one, if it is none. */
    Fields requiredObject(String name) {
        return object(name, required(name));
    }

    /** The fields of an object; those of an empty one, if it is none. */
    Fields optionalObject(String name) {
        return object(name, optional(name));
    }

    private Fields object(String name, JsonNode value) {
        JsonNode found = value.isObject() ? value : misfit(name, value, "an object");
        return new Fields(found.isNull() ? JsonNodeFactory.instance.objectNode() : found, path + name + ".", problems);
    }

    /** The fields of each object in an array. */
    List<Fields> objects(String name) {
        JsonNode value = optional(name);
        if (!value.isArray()) {
            misfit(name, value, "an array of objects");
            return List.of();
        }
        return IntStream.range(0, value.size())
                .mapToObj(i -> object("%s[%d]".formatted(name, i), value.get(i)))
                .toList();
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
