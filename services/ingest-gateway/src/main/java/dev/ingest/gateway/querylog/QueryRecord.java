package dev.ingest.gateway.querylog;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ingest.gateway.time.UtcTime;
import java.util.Collection;
import java.util.List;

/**
 * One query as the intake's payload schema has it, made a record of the query log's table. The payload follows the field names of
 * Trino's query events; the record's are those of a table.
 */
final class QueryRecord {
    private static final List<String> STATES = List.of("FINISHED", "SUCCEEDED", "FAILED");
    private static final List<String> TYPES = List.of(
            "SELECT",
            "EXPLAIN",
            "DESCRIBE",
            "INSERT",
            "UPDATE",
            "DELETE",
            "ANALYZE",
            "DATA_DEFINITION",
            "ALTER_TABLE_EXECUTE",
            "MERGE");
    private static final List<String> FAILURE_CLASSES =
            List.of("USER_ERROR", "INTERNAL_ERROR", "INSUFFICIENT_RESOURCES", "EXTERNAL");

    private final ObjectNode row = JsonNodeFactory.instance.objectNode();
    private final Collection<String> problems;

    private QueryRecord(Collection<String> problems) {
        this.problems = problems;
    }

    /** The record; it means nothing if it brought problems. */
    static ObjectNode of(JsonNode query, Collection<String> problems) {
        var record = new QueryRecord(problems);
        if (query.isObject()) {
            record.read(new Fields(query, "", problems));
        } else {
            problems.add("query: %s (expected: an object)"
                    .formatted(query.getNodeType().name().toLowerCase(java.util.Locale.ROOT)));
        }
        return record.row;
    }

    private void read(Fields query) {
        row.set("query_id", id(query));
        row.set("timestamp", time(query));
        row.set("query", query.requiredText("query"));
        row.set("query_state", query.requiredOneOf("queryState", STATES));
        row.set("duration_ms", query.requiredAmount("duration_ms"));
        context(query.requiredObject("context"));
        row.set("tags", query.textArray("tags"));
        failures(query);
    }

    /** With the time it is the row's key: an empty one would make strangers of one time the same query. */
    private static JsonNode id(Fields query) {
        JsonNode id = query.requiredText("queryId");
        return id.isTextual() && id.textValue().isBlank()
                ? query.misfit("queryId", id, "a string that is not empty")
                : id;
    }

    private static JsonNode time(Fields query) {
        JsonNode given = query.requiredText("timestamp");
        if (given.isNull()) {
            return given;
        }
        return UtcTime.parse(given.textValue())
                .<JsonNode>map(JsonNodeFactory.instance::textNode)
                .orElseGet(
                        () -> query.misfit("timestamp", given, "an ISO 8601 timestamp like 2026-03-10T12:00:00.000Z"));
    }

    private void context(Fields context) {
        row.set("catalog", context.text("catalog"));
        row.set("schema", context.text("schema"));
        row.set("query_type", context.oneOf("queryType", TYPES));
        row.set("server_version", context.text("serverVersion"));
        row.set("user", context.text("user"));
        row.set("user_agent", context.text("userAgent"));
    }

    /** The first failure has columns of its own; all of them are kept as they are. */
    private void failures(Fields query) {
        JsonNode given = query.optional("failureInfo");
        ArrayNode all = JsonNodeFactory.instance.arrayNode();
        if (given.isArray()) {
            all.addAll((ArrayNode) given);
        } else if (!given.isNull()) {
            all.add(given);
        }
        if (all.isEmpty()) {
            failure(new Fields(JsonNodeFactory.instance.objectNode(), "", List.of()), false);
            row.putNull("failures");
            return;
        }
        for (int i = all.size() - 1; i >= 0; i--) {
            String path = given.isArray() ? "failureInfo[%d].".formatted(i) : "failureInfo.";
            if (all.get(i).isObject()) {
                failure(new Fields(all.get(i), path, problems), true);
            } else {
                query.misfit(path.substring(0, path.length() - 1), all.get(i), "an object");
            }
        }
        row.set("failures", all);
    }

    private void failure(Fields failure, boolean present) {
        row.set("failure_type", failure.text("failureType"));
        row.set("failure_message", failure.text("failureMessage"));
        Fields code = present ? failure.requiredObject("errorCode") : failure;
        row.set("failure_code", code.whole("code"));
        row.set("failure_name", code.text("name"));
        row.set("failure_class", present ? code.requiredOneOf("type", FAILURE_CLASSES) : code.optional("type"));
    }
}
