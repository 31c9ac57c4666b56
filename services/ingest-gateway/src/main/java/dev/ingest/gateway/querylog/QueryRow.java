package dev.ingest.gateway.querylog;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** The columns of the query log's table, whichever form a query came in. The scheduler declares the same. */
final class QueryRow {
    private static final List<String> COLUMNS = List.of(
            "query_id",
            "timestamp",
            "query",
            "query_state",
            "duration_ms",
            "catalog",
            "schema",
            "query_type",
            "server_version",
            "user",
            "user_agent",
            "tags",
            "failure_type",
            "failure_message",
            "failure_code",
            "failure_name",
            "failure_class",
            "failures");

    private QueryRow() {}

    /** A record of which nothing is known yet. */
    static ObjectNode unknown() {
        ObjectNode row = JsonNodeFactory.instance.objectNode();
        COLUMNS.forEach(row::putNull);
        return row;
    }
}
