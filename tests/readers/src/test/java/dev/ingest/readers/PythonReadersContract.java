package dev.ingest.readers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingest.lake.Lake;
import dev.ingest.lake.MergeMode;
import dev.ingest.lake.upkeep.UpkeepStep;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a reader without SQL of its own, or without our catalog, must find in our tables of either format. */
@TestInstance(Lifecycle.PER_CLASS)
abstract class PythonReadersContract {

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
        this.lake = warehouse.open();
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
        String[] arguments = java.util.stream.Stream.concat(
                        java.util.stream.Stream.of(
                                Python.client(reader + "_rows.py").toString(), named(warehouse, table), columns),
                        java.util.stream.Stream.of(snapshot))
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
