package dev.ingest.lake;

import static dev.ingest.lake.Given.NONE_REJECTED;
import static dev.ingest.lake.Given.batch;
import static dev.ingest.lake.Given.message;
import static dev.ingest.lake.Given.order;
import static dev.ingest.lake.Given.orders;
import static dev.ingest.lake.Given.push;
import static dev.ingest.lake.Given.rows;
import static dev.ingest.lake.Given.statuses;
import static dev.ingest.lake.Given.upTo;
import static dev.ingest.lake.Given.upsert;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ingest.contracts.config.ColumnType;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PushTest {

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

    @ParameterizedTest
    @ValueSource(ints = {2, 3})
    void laterRecordOfAKeyReplacesTheEarlier(int formatVersion) {
        var versioned = lake.table(new TableSpec(
                new TableId("shop", "v" + formatVersion),
                orders().columns(),
                orders().key(),
                orders().cursor(),
                MergeMode.UPSERT,
                formatVersion));
        push(versioned, upsert(0, order(1, 1, "new"), order(2, 1, "new"), order(3, 1, "new")));

        PushResult second = push(versioned, upsert(1, order(2, 2, "paid"), order(4, 2, "new"), order(2, 3, "sent")));
        push(versioned, upsert(2, order(3, 2, "paid")));

        assertThat(statuses(versioned)).isEqualTo(Map.of("1", "new", "2", "sent", "3", "paid", "4", "new"));
        assertThat(versioned.count()).isEqualTo(4);
        CommitFacts facts = second.commit().orElseThrow();
        assertThat(facts.records()).isEqualTo(3);
        assertThat(facts.rowsWritten()).isEqualTo(2);
        assertThat(facts.rowsDeleted()).isEqualTo(1);
        assertThat(facts.bytesWritten()).isPositive();
    }

    @Test
    void lateRowDoesNotReplaceNewerOne() {
        push(table, upsert(0, order(1, 30, "sent")));

        PushResult late = push(table, upsert(1, order(1, 10, "new"), order(2, 10, "new")));

        assertThat(statuses(table)).isEqualTo(Map.of("1", "sent", "2", "new"));
        assertThat(late.commit().orElseThrow().rowsWritten()).isEqualTo(1);
    }

    @Test
    void equalCursorLetsTheLaterRecordWin() {
        push(table, upsert(0, order(1, 10, "new")));
        push(table, upsert(1, order(1, 10, "corrected")));

        assertThat(statuses(table)).isEqualTo(Map.of("1", "corrected"));
    }

    @Test
    void recordWithoutCursorIsOlderThanAnyWithOne() {
        push(table, upsert(0, order(1, 10, "dated"), "{\"id\":2,\"status\":\"undated\"}"));
        push(table, upsert(1, "{\"id\":1,\"status\":\"undated\"}", "{\"id\":2,\"status\":\"undated again\"}"));

        assertThat(statuses(table)).isEqualTo(Map.of("1", "dated", "2", "undated again"));
    }

    @Test
    void sameOffsetsAgainChangeNothingAndTellTheSameFacts() {
        CommitFacts first = push(table, upsert(0, order(1, 1, "new"))).commit().orElseThrow();
        long snapshots = table.snapshots().size();

        PushResult again = push(table, upsert(0, order(1, 1, "changed")));

        assertThat(again.commit()).isEmpty();
        assertThat(again.before()).containsExactly(first);
        assertThat(statuses(table)).isEqualTo(Map.of("1", "new"));
        assertThat(table.snapshots()).hasSize((int) snapshots);
    }

    @Test
    void batchThatOverlapsWhatIsAppliedAppliesTheRest() {
        CommitFacts first = push(table, upsert(0, order(1, 1, "new")), upsert(1, order(2, 1, "new")))
                .commit()
                .orElseThrow();

        PushResult overlapping = push(table, upsert(1, order(2, 1, "ignored")), upsert(2, order(3, 1, "new")));

        assertThat(overlapping.before()).containsExactly(first);
        assertThat(overlapping.commit().orElseThrow().records()).isEqualTo(1);
        assertThat(statuses(table)).isEqualTo(Map.of("1", "new", "2", "new", "3", "new"));
    }

    @Test
    void staleHandleIsFencedOnceAndThenSeesTheTruth() {
        LakeTable zombie = lake.table(orders());
        push(table, upsert(0, order(1, 1, "owner")));

        assertThatThrownBy(() -> push(zombie, upsert(0, order(1, 1, "zombie"))))
                .isInstanceOf(FencedException.class)
                .hasMessageContaining("shop.orders");

        assertThat(push(zombie, upsert(0, order(1, 1, "zombie"))).commit()).isEmpty();
        assertThat(statuses(table)).isEqualTo(Map.of("1", "owner"));
    }

    @Test
    void partitionsDoNotFenceEachOther() {
        LakeTable other = lake.table(orders());
        push(table, upsert(0, order(1, 1, "one")));

        var elsewhere = new Message(
                new Position("otherTopic", 3, 7),
                Op.UPSERT,
                order(2, 1, "two").getBytes(java.nio.charset.StandardCharsets.UTF_8));
        other.push(batch(elsewhere), Offsets.of(elsewhere.position()), NONE_REJECTED);

        assertThat(statuses(table)).isEqualTo(Map.of("1", "one", "2", "two"));
        assertThat(table.progress().offsets()).isEqualTo(upTo(0).max(Offsets.of("otherTopic", 3, 7)));
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3})
    void deleteRemovesTheRowUnlessItIsNewer(int formatVersion) {
        var versioned = lake.table(new TableSpec(
                new TableId("shop", "deleted" + formatVersion),
                orders().columns(),
                orders().key(),
                orders().cursor(),
                MergeMode.UPSERT,
                formatVersion));
        push(
                versioned,
                upsert(0, order(1, 10, "old"), order(2, 30, "newer"), order(3, 10, "any"), order(4, 1, "stays")));

        push(versioned, message(1, Op.DELETE, order(1, 20, "gone"), order(2, 20, "late"), "{\"id\":3}", "{\"id\":99}"));

        assertThat(statuses(versioned)).isEqualTo(Map.of("2", "newer", "4", "stays"));
        assertThat(versioned.count()).isEqualTo(2);
    }

    @Test
    void deleteAndUpsertOfAKeyInOneBatchKeepTheirOrder() {
        push(
                table,
                upsert(0, order(1, 1, "new")),
                message(1, Op.DELETE, "{\"id\":1,\"updated_at\":\"2026-01-01T10:02:00Z\"}"),
                upsert(2, order(1, 3, "again"), order(2, 1, "new")),
                message(3, Op.DELETE, "{\"id\":2}"));

        assertThat(statuses(table)).isEqualTo(Map.of("1", "again"));
    }

    @Test
    void fileWithoutLiveRowsLeavesTheTable() {
        Destination other = Database.destination("file:" + warehouse + "/marked", Map.of());
        try (Lake marking = Lake.open(other, LakeCredentials.none()).marking()) {
            LakeTable marked = marking.table(orders());
            push(marked, upsert(0, order(1, 1, "new"), order(2, 1, "new")));
            push(marked, upsert(1, order(1, 2, "paid")));
            push(marked, upsert(2, order(2, 2, "paid")));

            var live = marked.engine().table().newScan().planFiles();
            assertThat(live)
                    .hasSize(2)
                    .allSatisfy(file -> assertThat(file.deletes()).isEmpty());
            assertThat(statuses(marked)).isEqualTo(Map.of("1", "paid", "2", "paid"));
        }
    }

    @Test
    void compositeKeyTellsRowsApart() {
        var lines = lake.table(TableSpec.upsert(
                new TableId("shop", "lines"),
                List.of(
                        Column.required("order", ColumnType.Scalar.LONG),
                        Column.required("sku", ColumnType.Scalar.STRING),
                        Column.optional("quantity", ColumnType.Scalar.LONG)),
                List.of("order", "sku"),
                Optional.empty()));
        push(lines, upsert(0, line(1, "a", 1), line(1, "b", 1), line(2, "a", 1)));

        push(lines, upsert(1, line(1, "b", 5), line(2, "c", 7)));

        var one = RowQuery.all().select("sku", "quantity").where(Filter.equal("order", 1L));
        assertThat(rows(lines, one)).isEqualTo(Map.of("a", "1", "b", "5"));
        assertThat(lines.count()).isEqualTo(4);
    }

    @Test
    void appendingTableKeepsEveryRecord() {
        var log = lake.table(TableSpec.append(
                new TableId("shop", "log"), List.of(Column.optional("line", ColumnType.Scalar.STRING))));
        push(log, message(0, Op.APPEND, "{\"line\":\"a\"}", "{\"line\":\"a\"}"));
        push(log, message(0, Op.APPEND, "{\"line\":\"a\"}"), message(1, Op.APPEND, "{\"line\":\"a\"}"));

        assertThat(log.count()).isEqualTo(3);
    }

    @Test
    void olderSnapshotStaysReadable() {
        push(table, upsert(0, order(1, 1, "new")));
        long before = table.snapshots().getLast().id();
        push(
                table,
                upsert(1, "{\"id\":1,\"updated_at\":\"2026-01-01T11:00:00Z\",\"status\":\"sent\",\"courier\":\"x\"}"));

        assertThat(rows(table, RowQuery.all().select("id", "status").asOf(before)))
                .isEqualTo(Map.of("1", "new"));
        assertThat(rows(table, "id", "status", "courier")).isEqualTo(Map.of("1", "sent x"));
    }

    @Test
    void offsetsMoveOverMessagesOfOtherTables() {
        table.push(batch(), upTo(41), NONE_REJECTED);

        assertThat(table.progress().offsets()).isEqualTo(upTo(41));
        assertThat(table.push(batch(), upTo(41), NONE_REJECTED).commit()).isEmpty();
    }

    @Test
    void messageBeyondTheGivenOffsetsIsRefused() {
        assertThatThrownBy(() -> table.push(batch(upsert(5, order(1, 1, "new"))), upTo(4), NONE_REJECTED))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("@5");
    }

    private static String line(long order, String sku, long quantity) {
        return "{\"order\":%d,\"sku\":\"%s\",\"quantity\":%d}".formatted(order, sku, quantity);
    }
}
