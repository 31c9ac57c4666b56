package dev.ingest.gateway.querylog;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collection;
import java.util.List;

/**
 * One query as the intake's payload schema has it. The payload follows the field names of Trino's query events; the record's are
 * those of a table.
 */
final class PayloadQuery {
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

    private final ObjectNode row = QueryRow.unknown();
    private final Collection<String> problems;

    private PayloadQuery(Collection<String> problems) {
        this.problems = problems;
    }

    /** The record; it means nothing if it brought problems. */
    static ObjectNode record(JsonNode query, Collection<String> problems) {
        var payload = new PayloadQuery(problems);
        Fields.of("query", query, problems).ifPresent(payload::read);
        return payload.row;
    }

    private void read(Fields query) {
        row.set("query_id", query.requiredId("queryId"));
        row.set("timestamp", query.requiredTime("timestamp"));
        row.set("query", query.requiredText("query"));
        row.set("query_state", query.requiredOneOf("queryState", STATES));
        row.set("duration_ms", query.requiredAmount("duration_ms"));
        context(query.requiredObject("context"));
        row.set("tags", query.textArray("tags"));
        failures(query);
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
        for (int i = all.size() - 1; i >= 0; i--) {
            String name = given.isArray() ? "failureInfo[%d]".formatted(i) : "failureInfo";
            if (all.get(i).isObject()) {
                failure(new Fields(all.get(i), name + ".", problems));
            } else {
                query.misfit(name, all.get(i), "an object");
            }
        }
        if (!all.isEmpty()) {
            row.set("failures", all);
        }
    }

    private void failure(Fields failure) {
        row.set("failure_type", failure.text("failureType"));
        row.set("failure_message", failure.text("failureMessage"));
        Fields code = failure.requiredObject("errorCode");
        row.set("failure_code", code.whole("code"));
        row.set("failure_name", code.text("name"));
        row.set("failure_class", code.requiredOneOf("type", FAILURE_CLASSES));
    }
}
