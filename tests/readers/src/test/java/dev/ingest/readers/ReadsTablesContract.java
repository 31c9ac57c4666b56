package dev.ingest.readers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ingest.lake.Lake;
import dev.ingest.lake.MergeMode;
import dev.ingest.lake.TableId;
import dev.ingest.lake.upkeep.UpkeepStep;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/** What any engine must find in a table that our writer made, on the same catalog and warehouse. */
@TestInstance(Lifecycle.PER_CLASS)
abstract class ReadsTablesContract {
    private final int formatVersion;

    @AutoClose
    private final Lake lake;

    /** Tables of a few rows come to have deletes and many files here; elsewhere their merges write them anew. */
    private final Lake marking;

    @AutoClose
    private final Engine engine;

    /** @param catalog its name, for our writer and for the engine */
    ReadsTablesContract(String catalog, int formatVersion, Function<Warehouse, Engine> start) {
        Warehouse warehouse = Warehouse.create(catalog);
        this.formatVersion = formatVersion;
        this.lake = warehouse.open();
        this.marking = lake.marking();
        this.engine = start.apply(warehouse);
    }

    final List<String> query(String sql) {
        return engine.query(sql);
    }

    final OrdersTable table(String name) {
        return new OrdersTable(lake, new TableId("shop", name), formatVersion);
    }

    final ModelTable model(String name, MergeMode mode) {
        return model(name, mode, formatVersion);
    }

    final Lake marking() {
        return marking;
    }

    /** One that merges write anew. */
    final ModelTable anew(String name) {
        return new ModelTable(lake, name, MergeMode.UPSERT, formatVersion);
    }

    final ModelTable model(String name, MergeMode mode, int version) {
        return new ModelTable(marking, name, mode, version);
    }

    final String asOf(long snapshot) {
        return engine.asOf(snapshot);
    }

    @Test
    void countsTheRows() {
        OrdersTable orders = table("counted");
        var _ = orders.upsert(0, 5_000, "new", 1);
        var _ = orders.upsert(5_000, 5_300, "new", 2);
        assertThat(query("select count(*) as n, count(distinct id) as ids from shop.counted"))
                .containsExactly("{\"n\":5300,\"ids\":5300}");
    }

    @Test
    void readsTheLatestValuesAfterUpsertsAndDeletes() {
        OrdersTable orders = table("changed");
        var _ = orders.upsert(0, 5_000, "new", 1);
        var _ = orders.upsert(0, 1_000, "paid", 2);
        var _ = orders.upsert(900, 1_100, "sent", 3);
        var _ = orders.delete(0, 10, 4);
        assertThat(query("select status, count(*) as n from shop.changed group by status order by status"))
                .containsExactly(
                        "{\"status\":\"new\",\"n\":3900}",
                        "{\"status\":\"paid\",\"n\":890}",
                        "{\"status\":\"sent\",\"n\":200}");
        assertThat(query("select id, status, total = 950.25 as same_total,"
                        + " changed_at = timestamp '2026-01-03 10:00:00.000001 UTC' as same_time"
                        + " from shop.changed where id = 950"))
                .containsExactly("{\"id\":950,\"status\":\"sent\",\"same_total\":true,\"same_time\":true}");
    }

    @Test
    void readsAnOlderSnapshot() {
        OrdersTable orders = table("history");
        long first = orders.upsert(0, 2_000, "new", 1);
        long second = orders.upsert(0, 500, "paid", 2);
        var _ = orders.delete(0, 2_000, 3);
        String byStatus = "select status, count(*) as n from shop.history%s group by status order by status";
        assertThat(query(byStatus.formatted(engine.asOf(first)))).containsExactly("{\"status\":\"new\",\"n\":2000}");
        assertThat(query(byStatus.formatted(engine.asOf(second))))
                .containsExactly("{\"status\":\"new\",\"n\":1500}", "{\"status\":\"paid\",\"n\":500}");
        assertThat(query(byStatus.formatted(""))).isEmpty();
    }

    @Test
    void seesASliceWholeOnceItIsPublishedAndNotBefore() {
        OrdersTable orders = table("sliced");
        long before = orders.upsert(0, 1_000, "new", 1);
        orders.stage(500, 1_300, "pulled", 2);
        String count = "select count(*) as n from shop.sliced";
        assertThat(query(count)).containsExactly("{\"n\":1000}");
        long published = orders.publish(800);
        assertThat(query(count)).containsExactly("{\"n\":1300}");
        assertThat(query(count + engine.asOf(before))).containsExactly("{\"n\":1000}");
        assertThat(query(count + engine.asOf(published) + " where status = 'pulled'"))
                .containsExactly("{\"n\":800}");
    }

    @Test
    void readsPartitionsInAnOrderAndNestedValuesWhileTheyChange() {
        readsWhatChangesItsShape("shaped", formatVersion);
    }

    final void readsWhatChangesItsShape(String name, int version) {
        var shaped = new ShapedTable(marking, name, version);
        String all = "select %s from shop.%s%s order by id";
        for (long merge = 0; merge < 14; merge++) {
            var _ = shaped.merge(merge * 20, merge * 20 + 60, List.of(merge));
        }
        long narrow = shaped.merge(0, 30, List.of(100L));
        List<String> before = shaped.rows(false);
        assertThat(query(all.formatted(ShapedTable.SQL, name, ""))).isEqualTo(before);

        shaped.grow();
        var _ = shaped.merge(20, 50, List.of(1L, 2L));
        shaped.rearrange();
        var _ = shaped.merge(40, 90, List.of(3L));
        String grown = all.formatted(ShapedTable.SQL_GROWN, name, "");
        assertThat(query(grown)).isEqualTo(shaped.rows(true));

        assertThat(shaped.upkeep()).hasAtLeastOneElementOfType(UpkeepStep.Compacted.class);
        assertThat(query(grown)).as("after compaction").isEqualTo(shaped.rows(true));
        var _ = shaped.merge(60, 130, List.of(61L));
        assertThat(query(grown)).as("merged behind it").isEqualTo(shaped.rows(true));
        for (int month = 1; month <= 3; month++) {
            assertThat(query(
                            "select count(*) as n from shop.%s where created_at >= timestamp '2026-%02d-01 00:00:00 UTC'"
                                    .formatted(name, month)))
                    .containsExactly("{\"n\":%d}".formatted(shaped.since(month)));
        }
        assertThat(query(all.formatted(ShapedTable.SQL, name, engine.asOf(narrow))))
                .as("as it was")
                .isEqualTo(before);
    }

    @Test
    void refusesATableThatIsNotThere() {
        assertThatThrownBy(() -> query("select count(*) as n from shop.missing"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("missing");
    }
}
