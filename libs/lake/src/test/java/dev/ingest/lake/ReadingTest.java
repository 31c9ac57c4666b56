package dev.ingest.lake;

import static dev.ingest.lake.Given.order;
import static dev.ingest.lake.Given.orders;
import static dev.ingest.lake.Given.push;
import static dev.ingest.lake.Given.rows;
import static dev.ingest.lake.Given.upsert;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ingest.contracts.config.ColumnType;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReadingTest {

    @TempDir
    Path warehouse;

    private Lake lake;
    private LakeTable table;

    @BeforeEach
    void open() {
        lake = Lake.open(Database.destination("file:" + warehouse, Map.of()), LakeCredentials.none())
                .marking();
        table = lake.table(orders());
        push(table, upsert(0, order(1, 10, "new"), order(2, 20, "paid"), order(3, 30, "sent"), "{\"id\":4}"));
        push(table, upsert(1, order(2, 40, "sent")));
    }

    @AfterEach
    void close() {
        lake.close();
    }

    @Test
    void filtersSelectRows() {
        assertThat(ids(Filter.equal("status", "sent"))).containsExactlyInAnyOrder("2", "3");
        assertThat(ids(compare("status", Filter.Comparison.NOT_EQUAL, "sent"))).containsExactly("1");
        assertThat(ids(compare("id", Filter.Comparison.LESS, 2L))).containsExactly("1");
        assertThat(ids(compare("status", Filter.Comparison.LESS, "zzz"))).containsExactlyInAnyOrder("1", "2", "3");
        assertThat(ids(compare("id", Filter.Comparison.LESS_OR_EQUAL, 2L))).containsExactlyInAnyOrder("1", "2");
        assertThat(ids(compare("id", Filter.Comparison.GREATER, 3L))).containsExactly("4");
        assertThat(ids(compare("updated_at", Filter.Comparison.GREATER_OR_EQUAL, "2026-01-01T10:30:00Z")))
                .containsExactlyInAnyOrder("2", "3");
        assertThat(ids(new Filter.In("id", List.of(1L, 4L, 9L)))).containsExactlyInAnyOrder("1", "4");
        assertThat(ids(new Filter.IsNull("status"))).containsExactly("4");
        assertThat(ids(new Filter.NotNull("status"))).containsExactlyInAnyOrder("1", "2", "3");
        assertThat(ids(Filter.and(Filter.equal("status", "sent"), Filter.equal("id", 3L))))
                .containsExactly("3");
    }

    @Test
    void limitBoundsTheRows() {
        assertThat(rows(table, RowQuery.all().select("id").first(3))).hasSize(3);
        assertThat(rows(table, RowQuery.all().select("id").first(0))).isEmpty();
    }

    @Test
    void columnsComeInTheOrderAskedFor() {
        try (Rows rows = table.rows(RowQuery.all().select("status", "id").where(Filter.equal("id", 3L)))) {
            assertThat(rows.columns()).extracting(Column::name).containsExactly("status", "id");
            assertThat(rows.next()).containsExactly("sent", 3L);
            assertThat(rows.hasNext()).isFalse();
        }
    }

    @Test
    void filesComeByTheirNewestRowAndHoldNoDeletedOnes() {
        push(table, upsert(2, order(5, 15, "old")));

        List<FileRows> files = table.newestFirst(RowQuery.all().select("id"), "updated_at");

        assertThat(files)
                .extracting(file -> file.newest().orElseThrow().toString())
                .containsExactly("2026-01-01T10:40:00Z", "2026-01-01T10:30:00Z", "2026-01-01T10:15:00Z");
        assertThat(files).extracting(FileRows::records).containsExactly(1L, 4L, 1L);
        assertThat(files).extracting(ReadingTest::ids).containsExactly(List.of(2L), List.of(1L, 3L, 4L), List.of(5L));
    }

    @Test
    void filesThatCannotMatchAreLeftOutAndRowsThatDoNotMatchToo() {
        var late = compare("updated_at", Filter.Comparison.GREATER_OR_EQUAL, "2026-01-01T10:15:00Z");
        push(table, upsert(2, order(5, 10, "old")));

        List<FileRows> files = table.newestFirst(
                RowQuery.all().select("id").where(Filter.and(late, Filter.equal("status", "sent"))), "updated_at");

        assertThat(files).extracting(ReadingTest::ids).containsExactly(List.of(2L), List.of(3L));
    }

    private static List<Object> ids(FileRows file) {
        var ids = new ArrayList<Object>();
        try (Rows rows = file.read()) {
            rows.forEachRemaining(row -> ids.add(row.getFirst()));
        }
        return ids;
    }

    @Test
    void snapshotsSayWhatTheyDid() {
        SnapshotInfo newest = table.snapshots().getLast();

        assertThat(newest.counts().recordsAdded()).isEqualTo(1);
        assertThat(newest.counts().positionsDeleted()).isEqualTo(1);
        assertThat(newest.counts().files()).isEqualTo(2);
        assertThat(newest.counts().bytes()).isPositive();
        assertThat(newest.schemaId()).hasValue(0);
    }

    @Test
    void schemasAreRememberedWithWhenTheyBegan() {
        push(table, upsert(2, "{\"id\":9,\"note\":\"new column\"}"));

        List<SchemaVersion> schemas = table.schemas();

        assertThat(schemas).extracting(SchemaVersion::current).containsExactly(false, true);
        assertThat(schemas.getLast().fields())
                .extracting(SchemaVersion.Field::column)
                .containsExactlyElementsOf(table.columns());
        assertThat(schemas.getLast().since())
                .contains(table.snapshots().getLast().committedAt());
        assertThat(schemas.getFirst().fields())
                .extracting(SchemaVersion.Field::id)
                .isEqualTo(schemas.getLast().fields().subList(0, 3).stream()
                        .map(SchemaVersion.Field::id)
                        .toList());
    }

    @Test
    void unknownColumnSnapshotAndValueAreNamed() {
        assertThatThrownBy(() -> table.rows(RowQuery.all().select("nope")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("column nope (expected: one of [id, updated_at, status])");
        assertThatThrownBy(() -> table.rows(RowQuery.all().asOf(7)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("snapshot 7");
        assertThatThrownBy(() -> table.rows(RowQuery.all().where(Filter.equal("id", "seven"))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("a filter's value");
    }

    @Test
    void tableIsFoundByName() {
        LakeTable found = lake.find(Given.ORDERS).orElseThrow();

        assertThat(found.spec()).isEqualTo(orders());
        assertThat(found.count()).isEqualTo(4);
        assertThat(lake.find(new TableId("shop", "nothing"))).isEmpty();
    }

    @Test
    void specificationThatContradictsTheTableIsRefused() {
        List<Column> columns = orders().columns();
        assertThatThrownBy(() -> lake.table(TableSpec.append(Given.ORDERS, columns)))
                .isInstanceOf(TableConflictException.class)
                .hasMessageContaining("merge mode is UPSERT (expected: APPEND)");
        assertThatThrownBy(
                        () -> lake.table(TableSpec.upsert(Given.ORDERS, columns, List.of("status"), Optional.empty())))
                .isInstanceOf(TableConflictException.class)
                .hasMessageContaining("key is [id] (expected: [status])");
        assertThatThrownBy(() -> lake.table(TableSpec.upsert(
                        Given.ORDERS,
                        List.of(columns.get(0), Column.optional("status", ColumnType.Scalar.LONG)),
                        List.of("id"),
                        Optional.empty())))
                .isInstanceOf(TableConflictException.class)
                .hasMessageContaining("column status is string (expected: long");
    }

    @Test
    void decimalColumnGrowsAndNewColumnsAppear() {
        var id = new TableId("shop", "amounts");
        lake.table(TableSpec.append(id, List.of(Column.optional("n", new ColumnType.Decimal(5, 2)))));

        LakeTable wider = lake.table(TableSpec.append(
                id,
                List.of(
                        Column.optional("n", new ColumnType.Decimal(12, 2)),
                        Column.optional("currency", ColumnType.Scalar.STRING))));

        assertThat(wider.columns())
                .containsExactly(
                        Column.optional("n", new ColumnType.Decimal(12, 2)),
                        Column.optional("currency", ColumnType.Scalar.STRING));
        assertThat(lake.table(TableSpec.append(id, List.of(Column.optional("n", new ColumnType.Decimal(5, 2)))))
                        .columns())
                .isEqualTo(wider.columns());
    }

    @Test
    void aColumnThatIsRequiredNoMoreMayBeMissingAndStaysSo() {
        var id = new TableId("shop", "relaxed");
        lake.table(TableSpec.append(id, List.of(Column.required("n", ColumnType.Scalar.LONG))));

        LakeTable relaxed = lake.table(TableSpec.append(id, List.of(Column.optional("n", ColumnType.Scalar.LONG))));
        Given.push(relaxed, Given.message(0, Op.APPEND, "{}"));

        assertThat(relaxed.columns()).containsExactly(Column.optional("n", ColumnType.Scalar.LONG));
        assertThat(lake.table(TableSpec.append(id, List.of(Column.required("n", ColumnType.Scalar.LONG))))
                        .columns())
                .isEqualTo(relaxed.columns());
    }

    private List<String> ids(Filter filter) {
        return List.copyOf(
                rows(table, RowQuery.all().select("id").where(filter)).keySet());
    }

    private static Filter compare(String column, Filter.Comparison comparison, Object value) {
        return new Filter.Compare(column, comparison, value);
    }
}
