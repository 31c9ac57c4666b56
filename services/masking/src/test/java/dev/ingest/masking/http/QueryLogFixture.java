package dev.ingest.masking.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.ingest.contracts.TableRef;
import dev.ingest.contracts.config.ColumnType;
import dev.ingest.contracts.config.MaskingPolicySpec;
import dev.ingest.contracts.config.MaskingPolicySpec.Mask;
import dev.ingest.contracts.config.MergeMode;
import dev.ingest.contracts.config.TableSpec;
import dev.ingest.lake.Batch;
import dev.ingest.lake.Column;
import dev.ingest.lake.LakeTable;
import dev.ingest.lake.Message;
import dev.ingest.lake.Offsets;
import dev.ingest.lake.Op;
import dev.ingest.lake.Position;
import dev.ingest.lake.TableId;
import dev.ingest.testkit.Lake;
import dev.ingest.testkit.ObjectStore;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/** Query logs in several files: of one tenant one file per hour, of another all files of the same minute. */
final class QueryLogFixture {
    /** Two of the three files of a log. */
    static final int RECORDS_MAX = 6;

    static final String LOGGED = "logged";
    private static final String CROWDED = "crowded";

    /** Has a log that nobody has written to. */
    static final String SILENT = "silent";

    private static final TableRef LOG = new TableRef("query_log", "queries");

    private static final String FAILURE =
            "\"user\":\"ann\",\"failure_class\":\"USER_ERROR\",\"failure_name\":\"SYNTAX_ERROR\","
                    + "\"failure_message\":\"line 1:8: Column 'nmae' cannot be resolved\","
                    + "\"failures\":[{\"failureType\":\"io.trino.spi.TrinoException\"}]";

    private static final List<String> FILES = List.of(
            query(
                            "q1",
                            "2026-03-10T10:00:00Z",
                            "FINISHED",
                            120,
                            "\"user\":\"ann\",\"catalog\":\"iceberg\"",
                            "[\"nightly\"]")
                    + query(
                            "q2",
                            "2026-03-10T10:20:00Z",
                            "FINISHED",
                            80,
                            "\"user\":\"bob\",\"catalog\":\"hive\"",
                            "null")
                    + query("q3", "2026-03-10T10:40:00Z", "FAILED", 10, FAILURE, "[\"nightly\",\"etl\"]"),
            query("q4", "2026-03-10T11:00:00Z", "SUCCEEDED", 300, "\"user\":\"ann\",\"query_type\":\"INSERT\"", "[]")
                    + query("q5", "2026-03-10T11:00:00Z", "FINISHED", 9000, "\"user\":\"ann\"", "[\"Nightly\"]")
                    + query("q6", "2026-03-10T11:30:00Z", "FINISHED", 1, "\"user\":\"50% off\"", "[\"x\"]"),
            query("q7", "2026-03-10T12:00:00Z", "FINISHED", 20, "\"user\":\"bob\",\"schema\":\"Sales\"", "[\"etl\"]")
                    + query("q8", "2026-03-10T12:10:00.000001Z", "FINISHED", 20, "\"user\":\"ann\"", "null")
                    + query("q9", "2026-03-10T12:10:00.000002Z", "FAILED", 5, "\"user\":\"ann\"", "null"));

    private QueryLogFixture() {}

    private static String query(String id, String at, String state, int durationMs, String more, String tags) {
        return ("{\"query_id\":\"%s\",\"timestamp\":\"%s\",\"query_state\":\"%s\",\"duration_ms\":%d,"
                        + "\"query\":\"SELECT '%s' FROM Orders\",%s,\"tags\":%s}%n")
                .formatted(id, at, state, durationMs, id, more, tags);
    }

    private static String longQuery() {
        return "{\"query_id\":\"long\",\"timestamp\":\"2026-03-10T09:00:00Z\",\"query_state\":\"FINISHED\",\"query\":\"%s\"}"
                .formatted("x".repeat(5000));
    }

    static Map<String, Object> configuration() {
        var answers = new HashMap<String, Object>();
        for (String tenant : List.of(LOGGED, CROWDED, SILENT)) {
            var spec = new TableSpec(
                    tenant,
                    LOG,
                    MaskingStack.MANAGED,
                    List.of(),
                    List.of("query_id", "timestamp"),
                    Optional.of("timestamp"),
                    MergeMode.UPSERT,
                    3,
                    1000);
            String path = "/internal/v1/tenants/" + tenant;
            answers.put(path + "/tables", List.of(spec));
            answers.put(path + "/tables/query_log/queries", spec);
        }
        answers.put(
                "/internal/v1/tenants/%s/policies/query_log/queries".formatted(LOGGED),
                new MaskingPolicySpec(
                        LOGGED,
                        LOG,
                        Map.of(
                                "user", Map.of("tenant-admin", Mask.CLEAR, "analyst", Mask.SHA256),
                                "query", Map.of("tenant-admin", Mask.CLEAR, "analyst", Mask.CLEAR))));
        return answers;
    }

    static void write(Lake catalog, ObjectStore s3, String warehouse) {
        write(catalog, s3, warehouse, LOGGED, FILES);
        write(catalog, s3, warehouse, CROWDED, crowded());
    }

    /** Three files of three queries, all of one time; and one query that is long, an hour before. */
    private static List<String> crowded() {
        var files = new ArrayList<String>();
        files.add(longQuery());
        for (int file = 0; file < 3; file++) {
            int first = file * 3;
            files.add(String.join(
                    "",
                    IntStream.range(first, first + 3)
                            .mapToObj(i ->
                                    query("c" + i, "2026-03-10T10:00:00Z", "FINISHED", i, "\"user\":\"ann\"", "[]"))
                            .toList()));
        }
        return files;
    }

    private static void write(Lake catalog, ObjectStore s3, String warehouse, String tenant, List<String> files) {
        try (var lake = dev.ingest.lake.Lake.open(
                MaskingStack.destination(catalog, s3, warehouse, tenant), MaskingStack.credentials(catalog, s3))) {
            LakeTable log = lake.table(dev.ingest.lake.TableSpec.upsert(
                    new TableId(LOG.namespace(), LOG.name()),
                    columns(),
                    List.of("query_id", "timestamp"),
                    Optional.of("timestamp")));
            for (int i = 0; i < files.size(); i++) {
                var position = new Position("log", 0, i);
                var message = new Message(position, Op.UPSERT, files.get(i).getBytes(UTF_8));
                var ignored = log.push(new Batch(List.of(message)), Offsets.of(position), rejections -> {
                    throw new IllegalStateException(rejections.toString());
                });
            }
        }
    }

    /** As the scheduler declares them. */
    private static List<Column> columns() {
        var columns = new ArrayList<Column>();
        columns.add(Column.required("query_id", ColumnType.parse("string")));
        columns.add(Column.required("timestamp", ColumnType.parse("timestamptz")));
        columns.add(Column.optional("query", ColumnType.parse("string")));
        columns.add(Column.required("query_state", ColumnType.parse("string")));
        columns.add(Column.optional("duration_ms", ColumnType.parse("double")));
        for (String text : List.of("catalog", "schema", "query_type", "server_version", "user", "user_agent")) {
            columns.add(Column.optional(text, ColumnType.parse("string")));
        }
        columns.add(Column.optional("tags", ColumnType.parse("json")));
        columns.add(Column.optional("failure_type", ColumnType.parse("string")));
        columns.add(Column.optional("failure_code", ColumnType.parse("long")));
        for (String text : List.of("failure_name", "failure_message", "failure_class")) {
            columns.add(Column.optional(text, ColumnType.parse("string")));
        }
        columns.add(Column.optional("failures", ColumnType.parse("json")));
        return columns;
    }
}
