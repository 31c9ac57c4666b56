package dev.ingest.readers;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.ingest.lake.Lake;
import dev.ingest.lake.MergeMode;
import dev.ingest.lake.upkeep.UpkeepStep;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a reader without SQL of its own, or without our catalog, must find in our tables of either format. */
@TestInstance(Lifecycle.PER_CLASS)
abstract class PythonReadersContract {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final String reader;
    private final Python python;
    private final Warehouse warehouse;
    private int questions;

    @AutoClose
    private final Lake lake;

    PythonReadersContract(String reader) {
        this.reader = reader;
        this.python = Python.withReader(reader);
        this.warehouse = Warehouse.create(reader + "_reader");
        // tables of a few rows, with deletes and many files
        this.lake = warehouse.open().marking();
    }

    /** How the program calls a table. */
    abstract String named(Warehouse in, String table);

    @ParameterizedTest
    @ValueSource(ints = {2, 3})
    void readsMergesAndTimeTravelAndACompactionAndWhatCameAfterIt(int version) {
        String name = "merged" + version;
        ModelTable orders = new ModelTable(lake, name, MergeMode.UPSERT, version);
        long snapshot = 0;
        for (int merge = 0; merge < 12; merge++) {
            snapshot = orders.merge(ids(merge * 10, merge * 10 + 60), "merge " + merge, List.of((long) merge));
        }
        Map<Long, String> then = orders.content();
        assertThat(rows(name)).isEqualTo(then);
        assertThat(orders.upkeepNow()).hasAtLeastOneElementOfType(UpkeepStep.Compacted.class);
        assertThat(rows(name)).isEqualTo(then);
        orders.merge(ids(0, 20), "with a column", List.of(150L), "\"courier\":\"c\"");
        assertThat(rows(name)).isEqualTo(orders.content());
        assertThat(rows(name, "courier"))
                .hasSameSizeAs(orders.content())
                .containsEntry(1L, "c")
                .containsEntry(100L, "");
        assertThat(rows(name, "status", Long.toString(snapshot))).isEqualTo(then);

        orders.upkeep();
        assertThat(rows(name)).as("after expiry").isEqualTo(orders.content());
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3})
    void readsARefreshedTable(int version) {
        String name = "refreshed" + version;
        ModelTable orders = new ModelTable(lake, name, MergeMode.FULL_REFRESH, version);
        orders.refresh(ids(0, 300), "first");
        orders.refresh(ids(100, 200), "second");
        assertThat(rows(name)).isEqualTo(orders.content());
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3})
    void readsAHistory(int version) {
        String name = "versions" + version;
        ModelTable orders = new ModelTable(lake, name, MergeMode.HISTORY, version);
        orders.merge(ids(0, 50), "first", List.of());
        orders.merge(ids(20, 50), "second", List.of());
        List<String> versions = lines(name, "id,status,_valid_to");
        assertThat(versions).hasSize(80).doesNotHaveDuplicates();
        assertThat(versions.stream().filter(line -> line.endsWith("\t"))).hasSize(50);
        assertThat(versions).contains("7\tfirst\t", "30\tsecond\t");
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3})
    void readsPartitionsAndNestedValuesWhileTheyChange(int version) {
        String name = "shaped" + version;
        var shaped = new ShapedTable(lake, name, version);
        for (long merge = 0; merge < 14; merge++) {
            var _ = shaped.merge(merge * 20, merge * 20 + 60, List.of(merge));
        }
        List<String> flat = List.of("id", "total", "due", "reference", "seats");
        List<String> nested = List.of("address", "tags", "attributes");
        assertThat(told(name, flat, nested)).isEqualTo(expected(shaped, flat, nested));
        shaped.grow();
        var _ = shaped.merge(20, 50, List.of(1L, 2L));
        shaped.rearrange();
        var _ = shaped.merge(40, 90, List.of(3L));
        List<String> more = List.of("id", "total", "due", "reference", "seats", "note");
        assertThat(told(name, more, nested)).isEqualTo(expected(shaped, more, nested));
        assertThat(shaped.upkeep()).hasAtLeastOneElementOfType(UpkeepStep.Compacted.class);
        assertThat(told(name, more, nested)).as("after compaction").isEqualTo(expected(shaped, more, nested));
    }

    /** Columns by name for each row, those without a value left out, and so within structs and maps. */
    private List<String> told(String table, List<String> flat, List<String> nested) {
        List<String> columns = Stream.concat(flat.stream(), nested.stream()).toList();
        return lines(table, String.join(",", columns)).stream()
                .map(line -> {
                    String[] values = line.split("\t", -1);
                    var row = new TreeMap<String, JsonNode>();
                    for (int at = 0; at < values.length; at++) {
                        if (!values[at].isEmpty()) {
                            row.put(columns.get(at), at < flat.size() ? new TextNode(values[at]) : parsed(values[at]));
                        }
                    }
                    return row.toString();
                })
                .sorted()
                .toList();
    }

    private static List<String> expected(ShapedTable table, List<String> flat, List<String> nested) {
        return table.records().stream()
                .map(record -> {
                    var row = new TreeMap<String, JsonNode>();
                    flat.stream()
                            .filter(record::has)
                            .forEach(name ->
                                    row.put(name, new TextNode(record.get(name).asText())));
                    nested.stream()
                            .filter(record::has)
                            .forEach(name ->
                                    row.put(name, parsed(record.get(name).toString())));
                    return row.toString();
                })
                .sorted()
                .toList();
    }

    private static JsonNode parsed(String json) {
        try {
            JsonNode value = JSON.readTree(json);
            if (value instanceof ObjectNode fields) {
                fields.properties().removeIf(field -> field.getValue().isNull());
            }
            return value;
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(json, e);
        }
    }

    private Map<Long, String> rows(String table) {
        return rows(table, "status");
    }

    private Map<Long, String> rows(String table, String column, String... snapshot) {
        var rows = new TreeMap<Long, String>();
        for (String line : lines(table, "id," + column, snapshot)) {
            int tab = line.indexOf('\t');
            String before = rows.put(Long.parseLong(line.substring(0, tab)), line.substring(tab + 1));
            assertThat(before).as("rows of one key: %s", line).isNull();
        }
        return rows;
    }

    private List<String> lines(String table, String columns, String... snapshot) {
        String log = reader + "-" + table + "-" + ++questions;
        String[] arguments = Stream.concat(
                        Stream.of(Python.client(reader + "_rows.py").toString(), named(warehouse, table), columns),
                        Stream.of(snapshot))
                .toArray(String[]::new);
        python.run(log, environment(), "python", arguments);
        return Python.said(log);
    }

    private Map<String, String> environment() {
        return Map.of(
                "PYTHONWARNINGS", "ignore",
                "CATALOG", warehouse.catalog(),
                "DATABASE", database(),
                "WAREHOUSE", warehouse.root(),
                "S3_ENDPOINT", warehouse.store().endpoint(),
                "S3_REGION", warehouse.store().region(),
                "S3_ID", warehouse.store().accessKey(),
                "S3_SECRET", warehouse.store().secretKey());
    }

    private String database() {
        String address = warehouse.database().jdbcUrl().replaceFirst("^jdbc:postgresql://", "");
        return "postgresql+psycopg2://%s:%s@%s"
                .formatted(warehouse.database().user(), warehouse.database().password(), address);
    }

    private static List<Long> ids(long from, long to) {
        return LongStream.range(from, to).boxed().toList();
    }
}
