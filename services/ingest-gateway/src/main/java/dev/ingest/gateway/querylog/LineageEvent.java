package dev.ingest.gateway.querylog;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * An event of OpenLineage. A run event that ends a run becomes a record. How long the run took, no such event says: the record's
 * duration is null. Source: the OpenLineage specification, version 2.
 */
final class LineageEvent {
    private static final List<String> TYPES = List.of("START", "RUNNING", "COMPLETE", "ABORT", "FAIL", "OTHER");
    private static final String COMPLETE = "COMPLETE";
    private static final List<String> TERMINAL = List.of(COMPLETE, "ABORT", "FAIL");

    private final ObjectNode row = QueryRow.unknown();
    private final ArrayNode tags = JsonNodeFactory.instance.arrayNode();

    private LineageEvent() {}

    /** The record of a run that has ended; nothing for other events of runs, and for those of jobs and data sets. */
    static Optional<ObjectNode> record(JsonNode post, Collection<String> problems) {
        return Fields.of("event", post, problems).flatMap(event -> {
            if (post.has("run")) {
                return run(event);
            }
            if (!post.has("job") && !post.has("dataset")) {
                problems.add("event: none of OpenLineage's (expected: a run event, a job event, or a data set event)");
            }
            return Optional.empty();
        });
    }

    private static Optional<ObjectNode> run(Fields event) {
        JsonNode type = event.oneOf("eventType", TYPES);
        return TERMINAL.contains(type.asText())
                ? Optional.of(new LineageEvent().ended(event, type.asText()))
                : Optional.empty();
    }

    private ObjectNode ended(Fields event, String type) {
        Fields run = event.requiredObject("run");
        Fields job = event.requiredObject("job");
        Fields jobFacets = job.optionalObject("facets");
        Fields runFacets = run.optionalObject("facets");
        row.set("query_id", run.requiredId("runId"));
        row.set("timestamp", event.requiredTime("eventTime"));
        row.set("query", jobFacets.optionalObject("sql").text("query"));
        row.put("query_state", type.equals(COMPLETE) ? "FINISHED" : "FAILED");
        tag("event", JsonNodeFactory.instance.textNode(type));
        job(job, jobFacets);
        engine(runFacets);
        tags(runFacets);
        tags(jobFacets);
        row.set("tags", tags);
        failure(runFacets);
        return row;
    }

    private void job(Fields job, Fields facets) {
        tag("job_namespace", job.requiredText("namespace"));
        tag("job", job.requiredText("name"));
        Fields type = facets.optionalObject("jobType");
        tag("integration", type.text("integration"));
        tag("job_type", type.text("jobType"));
        tag("processing_type", type.text("processingType"));
    }

    private void engine(Fields facets) {
        Fields engine = facets.optionalObject("processing_engine");
        row.set("server_version", engine.text("version"));
        tag("engine", engine.text("name"));
        tag("parent_run", facets.optionalObject("parent").optionalObject("run").text("runId"));
    }

    private void tags(Fields facets) {
        for (Fields tag : facets.optionalObject("tags").objects("tags")) {
            tag(tag.requiredText("key").asText(), tag.requiredText("value"));
        }
    }

    private void tag(String name, JsonNode value) {
        if (!value.isNull()) {
            tags.add(name + ":" + value.asText());
        }
    }

    private void failure(Fields facets) {
        JsonNode error = facets.optional("errorMessage");
        row.set("failure_message", facets.optionalObject("errorMessage").text("message"));
        if (error.isObject()) {
            row.set("failures", JsonNodeFactory.instance.arrayNode().add(error));
        }
    }
}
