package dev.ingest.lake;

import static dev.ingest.lake.Given.batch;
import static dev.ingest.lake.Given.order;
import static dev.ingest.lake.Given.orders;
import static dev.ingest.lake.Given.rows;
import static dev.ingest.lake.Given.upTo;
import static dev.ingest.lake.Given.upsert;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ingest.contracts.config.ColumnType;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What sources get wrong: the record goes to the dead letters with its reason, its neighbours go on. */
class BadInputTest {

    private static final int LARGE = 20 << 20;

    @TempDir
    Path warehouse;

    private Lake lake;
    private LakeTable table;

    @BeforeEach
    void open() {
        lake = Lake.open(Database.destination("file:" + warehouse, Map.of()), LakeCredentials.none());
        table = lake.table(orders());
    }

    @AfterEach
    void close() {
        lake.close();
    }

    @Test
    void noJson() {
        assertThat(reasons("id=2&status=new")).containsExactly("not JSON at byte 0");
    }

    @Test
    void twentyMegabytes() {
        String record = "{\"id\":2,\"status\":\"" + "x".repeat(LARGE) + "\"}";
        assertThat(reasons(record)).containsExactly("a record of 20971540 bytes (expected: at most 16777216)");
    }

    @Test
    void aThousandLevels() {
        String record = "{\"id\":2,\"tree\":" + "[".repeat(1_000) + "]".repeat(1_000) + "}";
        assertThat(reasons(record)).singleElement().asString().contains("deeper than 500 levels");
    }

    @Test
    void aMillionDistinctKeys() {
        var record = new StringBuilder("{\"id\":2");
        for (int i = 0; i < 1_000_000; i++) {
            record.append(",\"k").append(i).append("\":1");
        }
        assertThat(reasons(record.append('}').toString()))
                .containsExactly("a new field, but the table has its 2000 columns");
        assertThat(table.columns()).hasSize(3);
    }

    @Test
    void nullKey() {
        assertThat(reasons("{\"id\":null,\"status\":\"new\"}")).containsExactly("key column id has no value");
    }

    @Test
    void aDeclaredColumnWhoseTypeFlips() {
        assertThat(reasons("{\"id\":\"2\"}", "{\"id\":3}", "{\"id\":true}", "{\"id\":4}"))
                .containsExactly("column id (long) cannot hold a string", "column id (long) cannot hold a boolean");
        assertThat(table.count()).isEqualTo(4);
    }

    @Test
    void aNewColumnWhoseTypeFlipsHoldsAllAsText() {
        assertThat(reasons("{\"id\":2,\"n\":1}", "{\"id\":3,\"n\":\"x\"}", "{\"id\":4,\"n\":true}"))
                .isEmpty();
        assertThat(rows(table, "id", "n"))
                .containsEntry("2", "1")
                .containsEntry("3", "x")
                .containsEntry("4", "true");
    }

    @Test
    void namesThatDifferInCaseOrAreReservedOrHaveDots() {
        assertThat(reasons("{\"ID\":2,\"STATUS\":\"new\",\"a.b\":1,\"_file\":2}"))
                .isEmpty();
        assertThat(rows(table, "id", "status", "a.b", "_file_")).containsEntry("2", "new 1 2");
    }

    @Test
    void twoFieldsOfOneColumn() {
        assertThat(reasons(
                        "{\"id\":2,\"status\":\"a\",\"STATUS\":\"b\"}",
                        "{\"id\":3,\"status\":\"a\",\"status\":\"a\"}",
                        "{\"id\":4,\"New\":1,\"new\":2}",
                        "{\"id\":5,\"status\":\"a\",\"STATUS\":null}"))
                .containsExactly(
                        "field STATUS is the second one with a value for column status (expected: one)",
                        "field status is the second one with a value for column status (expected: one)",
                        "field new is the second one with a value for column New (expected: one)");
        assertThat(rows(table, "id", "status")).containsEntry("5", "a").doesNotContainKeys("2", "3", "4");
    }

    @Test
    void twoFieldsOfOneNestedColumn() {
        table = lake.table(nested());
        assertThat(reasons("{\"id\":2,\"struct\":{\"a\":1,\"A\":2}}", "{\"id\":3,\"struct\":{\"a\":1,\"A\":null}}"))
                .containsExactly("field struct.A is the second one with a value for column struct.a (expected: one)");
    }

    @Test
    void emptyName() {
        assertThat(reasons("{\"id\":2,\"\":1}")).containsExactly("a field name of 0 characters (expected: 1 to 255)");
    }

    @Test
    void aThousandLevelsInNestedColumns() {
        table = lake.table(nested());
        String deep = "[".repeat(1_000) + "]".repeat(1_000);
        String bearable = "[".repeat(400) + "]".repeat(400);
        assertThat(reasons(
                        "{\"id\":2,\"any\":" + deep + "}",
                        "{\"id\":3,\"struct\":{\"b\":" + deep + "}}",
                        "{\"id\":4,\"struct\":{\"a\":" + deep + "}}",
                        "{\"id\":5,\"any\":" + bearable + "}"))
                .hasSize(3)
                .satisfiesExactly(
                        reason -> assertThat(reason).contains("deeper than 500 levels"),
                        reason -> assertThat(reason).contains("deeper than 500 levels"),
                        reason -> assertThat(reason).isEqualTo("column struct.a (long) cannot hold an array"));
        assertThat(rows(table, "id", "any")).containsEntry("5", bearable);
    }

    @Test
    void aMillionDistinctKeysInNestedColumns() {
        table = lake.table(nested());
        var keys = new StringBuilder("{\"k\":1");
        for (int i = 0; i < 1_000_000; i++) {
            keys.append(",\"k").append(i).append("\":1");
        }
        keys.append('}');
        assertThat(reasons(
                        "{\"id\":2,\"struct\":" + keys + "}",
                        "{\"id\":3,\"map\":" + keys.substring(0, 1_000_000).replaceFirst(",[^,]*$", "}") + "}"))
                .containsExactly("a new field, but the table has its 2000 columns");
        try (Rows row = table.rows(RowQuery.all().select("map").where(Filter.equal("id", 3L)))) {
            assertThat((Map<?, ?>) row.next().getFirst()).hasSizeGreaterThan(80_000);
        }
    }

    @Test
    void nestedColumnsWhoseTypeFlips() {
        table = lake.table(nested());
        assertThat(reasons(
                        "{\"id\":2,\"struct\":{\"a\":1}}",
                        "{\"id\":3,\"struct\":[1]}",
                        "{\"id\":4,\"struct\":{\"a\":\"x\"}}",
                        "{\"id\":5,\"map\":1}",
                        "{\"id\":6,\"any\":1}",
                        "{\"id\":7,\"any\":{\"a\":[]}}",
                        "{\"id\":8,\"any\":null}"))
                .containsExactly(
                        "column struct (struct) cannot hold an array",
                        "column struct.a (long) cannot hold a string",
                        "column map (map) cannot hold a number");
        assertThat(rows(table, "id", "any"))
                .containsEntry("6", "1")
                .containsEntry("7", "{\"a\":[]}")
                .containsEntry("8", "null");
    }

    @Test
    void nestedNamesThatDifferInCaseOrAreReservedOrHaveDotsOrAreEmpty() {
        table = lake.table(nested());
        assertThat(reasons(
                        "{\"id\":2,\"STRUCT\":{\"A\":1,\"_file\":2,\"a.b\":3,\"B\":4},\"map\":{\"\":1,\"A\":2,\"a\":3}}",
                        "{\"id\":3,\"struct\":{\"\":1}}",
                        "{\"id\":4,\"struct\":{\"b\":5}}"))
                .containsExactly("a field name of 0 characters (expected: 1 to 255)");
        assertThat(rows(table, "id", "struct", "map"))
                .containsEntry("2", "{a=1, _file=2, a.b=3, B=4} {=1, A=2, a=3}")
                .containsEntry("4", "{a=null, _file=null, a.b=null, B=5} null");
    }

    private static TableSpec nested() {
        var columns = new ArrayList<>(orders().columns());
        columns.add(Column.optional("struct", ColumnType.parse("struct<a: long>")));
        columns.add(Column.optional("map", ColumnType.parse("map<string, long>")));
        columns.add(Column.optional("any", ColumnType.Scalar.VARIANT));
        return TableSpec.upsert(new TableId("shop", "nested"), columns, List.of("id"), orders().cursor());
    }

    /** Between two good ones. */
    private List<String> reasons(String... records) {
        var lines = new ArrayList<String>();
        lines.add(order(100, 1, "before"));
        lines.addAll(List.of(records));
        lines.add(order(101, 1, "after"));
        var rejected = new ArrayList<Rejection>();
        table.push(batch(upsert(0, lines.toArray(String[]::new))), upTo(0), rejected::addAll);
        assertThat(rows(table, "id", "status")).containsEntry("100", "before").containsEntry("101", "after");
        return rejected.stream().map(Rejection::reason).toList();
    }
}
