package dev.ingest.scheduler.table;

import dev.ingest.contracts.TableRef;
import dev.ingest.contracts.config.ColumnSpec;
import dev.ingest.contracts.config.DestinationSpec;
import dev.ingest.contracts.config.MergeMode;
import java.util.List;
import java.util.Optional;

/**
 * The table of the query logs that every tenant has. Source: the payload schema of the query-log intake; the gateway writes
 * records with these very names. That schema demands a query and a duration; other forms that the gateway takes may tell neither.
 */
public final class QueryLog {
    private static final List<ColumnSpec> COLUMNS = List.of(
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
            optional("failure_code", "long"),
            optional("failure_name", "string"),
            optional("failure_message", "string"),
            optional("failure_class", "string"),
            optional("failures", "json"));

    /** Its writer. */
    public static final Owner OWNER = new Owner(Owner.Kind.BUILT_IN, "query log");

    /** A query that is reported twice is one row. */
    public static final TableShape SHAPE = new TableShape(
            new TableRef("query_log", "queries"),
            DestinationSpec.MANAGED,
            COLUMNS,
            List.of("query_id", "timestamp"),
            Optional.of("timestamp"),
            MergeMode.UPSERT,
            TableShape.FORMAT_VERSION_DEFAULT);

    private QueryLog() {}

    private static ColumnSpec required(String name, String type) {
        return new ColumnSpec(name, type, true);
    }

    private static ColumnSpec optional(String name, String type) {
        return new ColumnSpec(name, type, false);
    }
}
