package dev.ingest.gateway.querylog;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collection;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * An event of Trino's HTTP event listener, as Trino 476 sends it: moments as ISO 8601, durations as seconds, what is absent left out.
 * Values are not held against lists of what Trino knows today: it drops what is refused, and a newer Trino may know more.
 */
final class TrinoEvent {
    private final ObjectNode row = QueryRow.unknown();

    private TrinoEvent() {}

    /** The record of a query that has completed; nothing for an event that tells of a query's creation or of a split. */
    static Optional<ObjectNode> record(JsonNode post, Collection<String> problems) {
        return Fields.of("event", post, problems).flatMap(event -> switch (kind(post)) {
            case COMPLETED -> Optional.of(new TrinoEvent().completed(event));
            case CREATED, SPLIT -> Optional.empty();
            case FOREIGN -> {
                problems.add(
                        "event: none of Trino's (expected: a query completed, a query created, or a split completed)");
                yield Optional.empty();
            }
        });
    }

    private enum Kind {
        COMPLETED,
        CREATED,
        SPLIT,
        FOREIGN
    }

    /** An event does not say what it is. */
    private static Kind kind(JsonNode event) {
        if (event.has("metadata")) {
            boolean ended = Stream.of("statistics", "endTime", "failureInfo").anyMatch(event::has);
            return ended ? Kind.COMPLETED : Kind.CREATED;
        }
        return event.has("stageId") && event.has("taskId") ? Kind.SPLIT : Kind.FOREIGN;
    }

    private ObjectNode completed(Fields event) {
        Fields query = event.requiredObject("metadata");
        row.set("query_id", query.requiredId("queryId"));
        row.set("timestamp", event.requiredTime("createTime"));
        row.set("query", query.requiredText("query"));
        row.set("query_state", query.requiredText("queryState"));
        row.set("duration_ms", event.optionalObject("statistics").milliseconds("wallTime"));
        context(event.requiredObject("context"));
        failure(event);
        return row;
    }

    private void context(Fields context) {
        row.set("catalog", context.text("catalog"));
        row.set("schema", context.text("schema"));
        row.set("query_type", context.text("queryType"));
        row.set("server_version", context.text("serverVersion"));
        row.set("user", context.text("user"));
        row.set("user_agent", context.text("userAgent"));
        row.set("tags", context.textArray("clientTags"));
    }

    private void failure(Fields event) {
        Fields failure = event.optionalObject("failureInfo");
        row.set("failure_type", failure.text("failureType"));
        row.set("failure_message", failure.text("failureMessage"));
        Fields code = failure.optionalObject("errorCode");
        row.set("failure_code", code.whole("code"));
        row.set("failure_name", code.text("name"));
        row.set("failure_class", code.text("type"));
        if (event.optional("failureInfo").isObject()) {
            row.set("failures", JsonNodeFactory.instance.arrayNode().add(event.optional("failureInfo")));
        }
    }
}
