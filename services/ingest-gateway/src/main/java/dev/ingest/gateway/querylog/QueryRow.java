package dev.ingest.gateway.querylog;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ingest.contracts.config.ColumnSpec;
import dev.ingest.gateway.feature.RecordCheck;
import java.util.List;

/** The columns of the query log's table, whichever form a query came in. The scheduler declares the same. */
final class QueryRow {
    static final List<ColumnSpec> COLUMNS = List.of(
            required("query_id", "string"),
            required("timestamp", "timestamptz"),
            optional("query", "string"),
            required("query_state", "string"),
            optional("duration_ms", "double"),
            optional("catalog", "string"),
            optional("schema", "string"),
            optional("query_type", "string"),
            optional("server_version", "string"),
            optional("user", "string"),
            optional("user_agent", "string"),
            optional("tags", "json"),
            optional("failure_type", "string"),
            optional("failure_message", "string"),
            optional("failure_code", "long"),
            optional("failure_name", "string"),
            optional("failure_class", "string"),
            optional("failures", "json"));

    /** Whether the table takes a record. */
    static final RecordCheck CHECK = new RecordCheck(COLUMNS);

    private static ColumnSpec required(String name, String type) {
        return new ColumnSpec(name, type, true);
    }

    private static ColumnSpec optional(String name, String type) {
        return new ColumnSpec(name, type, false);
    }

    private QueryRow() {}

    /** A record of which nothing is known yet. */
    static ObjectNode unknown() {
        ObjectNode row = JsonNodeFactory.instance.objectNode();
        COLUMNS.forEach(column -> row.putNull(column.name()));
        return row;
    }
}
