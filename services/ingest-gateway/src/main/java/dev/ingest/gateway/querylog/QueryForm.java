package dev.ingest.gateway.querylog;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collection;
import java.util.Optional;

/** The form in which queries are told: each has its own names and times, and all become records of one table. */
public enum QueryForm {
    /** The intake's own payload schema. */
    PAYLOAD {
        @Override
        Optional<ObjectNode> record(JsonNode post, Collection<String> problems) {
            return Optional.of(PayloadQuery.record(post, problems));
        }
    },
    /** The events of Trino's HTTP event listener. */
    TRINO {
        @Override
        Optional<ObjectNode> record(JsonNode post, Collection<String> problems) {
            return TrinoEvent.record(post, problems);
        }
    },
    /** The events of OpenLineage. */
    OPEN_LINEAGE {
        @Override
        Optional<ObjectNode> record(JsonNode post, Collection<String> problems) {
            return LineageEvent.record(post, problems);
        }
    };

    /** The record; nothing if it tells of something other than a query's end. It means nothing if it brought problems. */
    abstract Optional<ObjectNode> record(JsonNode post, Collection<String> problems);
}
