package dev.ingest.readers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingest.lake.MergeMode;
import dev.ingest.lake.upkeep.UpkeepStep;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** What any engine must find in tables that live long, and may do to them between our merges. */
abstract class ChangesTablesContract extends ReadsTablesContract {

    private static final int MERGES = 1_000;
    private static final int KEYS = 2_000;

    ChangesTablesContract(String catalog, int formatVersion, java.util.function.Function<Warehouse, Engine> start) {
        super(catalog, formatVersion, start);
    }

    /** Upkeep comes in turn with them, and a column halfway. */
    @Test
    void readsATableThatWasMergedAThousandTimes() {
        ModelTable orders = model("merged", MergeMode.UPSERT);
        var random = new Random(7);
        var done = new java.util.HashSet<Class<?>>();
        for (int merge = 1; merge <= MERGES; merge++) {
            List<Long> gone = random.longs(3, 0, KEYS).distinct().boxed().toList();
            List<Long> ids = random.longs(20, 0, KEYS)
                    .distinct()
                    .filter(id -> !gone.contains(id))
                    .boxed()
                    .toList();
            String[] courier = merge > MERGES / 2 ? new String[] {"\"courier\":\"c\""} : new String[0];
            orders.merge(ids, "merge " + merge, gone, courier);
            if (merge % 100 == 0) {
                orders.upkeep().forEach(step -> done.add(step.getClass()));
            }
            if (merge % 250 == 0) {
                assertThat(rows("merged")).as("after %d merges", merge).isEqualTo(orders.rows());
            }
        }
        assertThat(done)
                .contains(UpkeepStep.Compacted.class, UpkeepStep.Expired.class, UpkeepStep.OrphansRemoved.class);
        assertThat(query("select count(*) as n from shop.merged where courier = 'c' and"
                        + " cast(substr(status, 7) as int) <= " + MERGES / 2))
                .containsExactly("{\"n\":0}");
        assertThat(query("select count(*) as n from shop.merged where courier is null and"
                        + " cast(substr(status, 7) as int) > " + MERGES / 2))
                .containsExactly("{\"n\":0}");
    }

    @Test
    void readsTheStateBeforeACompactionAndAfterIt() {
        ModelTable orders = model("compacted", MergeMode.UPSERT);
        List<String> then = List.of();
        long snapshot = 0;
        for (int merge = 0; merge < 12; merge++) {
            snapshot = orders.merge(ids(merge * 10, merge * 10 + 50), "merge " + merge, List.of((long) merge));
            then = orders.rows();
        }
        assertThat(orders.upkeepNow()).hasAtLeastOneElementOfType(UpkeepStep.Compacted.class);
        orders.merge(ids(0, 20), "after", List.of());

        assertThat(rows("compacted")).isEqualTo(orders.rows());
        assertThat(query("select id, status from shop.compacted" + asOf(snapshot) + " order by id"))
                .isEqualTo(then);
    }

    @Test
    void readsWhatARefreshBroughtAndWhatWasThereBefore() {
        ModelTable orders = model("refreshed", MergeMode.FULL_REFRESH);
        orders.refresh(ids(0, 300), "first");
        List<String> first = orders.rows();
        assertThat(rows("refreshed")).isEqualTo(first);
        String before = query(snapshots("refreshed")).getFirst().replaceAll("\\D+", "");
        orders.refresh(ids(100, 200), "second");
        assertThat(rows("refreshed")).isEqualTo(orders.rows());
        assertThat(query("select id, status from shop.refreshed" + asOf(Long.parseLong(before)) + " order by id"))
                .isEqualTo(first);
        orders.upkeep();
        assertThat(rows("refreshed")).isEqualTo(orders.rows());
    }

    @Test
    void readsAHistory() {
        ModelTable orders = model("versions", MergeMode.HISTORY);
        for (int merge = 0; merge < 6; merge++) {
            orders.merge(ids(merge * 10, 100), "merge " + merge, List.of());
        }
        orders.upkeepNow();
        assertThat(query("select id, status from shop.versions where _valid_to is null order by id"))
                .isEqualTo(orders.rows());
        assertThat(query("select count(*) as n, count(_valid_to) as ended from shop.versions"))
                .containsExactly("{\"n\":450,\"ended\":350}");
        assertThat(query("select count(*) as n from shop.versions a join shop.versions b on a.id = b.id"
                        + " and a._valid_to = b._valid_from"))
                .containsExactly("{\"n\":350}");
    }

    /** Updates, deletes and merges of theirs, merges and upkeep of ours, in turn. */
    @Test
    void changesRowsBetweenOurMerges() {
        changesRowsBetweenOurMerges("shared", model("shared", MergeMode.UPSERT));
    }

    @Test
    void changesRowsBetweenMergesThatWriteFilesAnew() {
        changesRowsBetweenOurMerges("anew", anew("anew"));
    }

    final void changesRowsBetweenOurMerges(String name, ModelTable orders) {
        orders.merge(ids(0, 500), "new", List.of());
        for (int round = 0; round < 4; round++) {
            long from = 50L * round;
            orders.merge(ids(from, from + 100), "ours " + round, List.of(from + 150, from + 151));

            query("update shop." + name + " set status = 'theirs " + round + "' where mod(id, 7) = " + round);
            int divisor = round;
            orders.changed(id -> id % 7 == divisor, "theirs " + round);
            orders.merge(ids(from + 20, from + 40), "ours again " + round, List.of());

            query("delete from shop." + name + " where mod(id, 13) = " + round);
            orders.removed(id -> id % 13 == divisor);

            long added = 1_000 + round;
            query("merge into shop." + name + " t using (select cast(" + (from + 30) + " as bigint) as id,"
                    + " 'merged' as status union all select cast(" + added + " as bigint), 'merged') s"
                    + " on t.id = s.id when matched then update set status = s.status"
                    + " when not matched then insert (id, status, changed_at)"
                    + " values (s.id, s.status, timestamp '2025-12-31 00:00:00 UTC')");
            orders.added(from + 30, "merged");
            orders.added(added, "merged");
            assertThat(rows(name)).as("round %d", round).isEqualTo(orders.rows());

            if (round % 2 == 1) {
                orders.upkeep();
                assertThat(rows(name)).as("round %d, after upkeep", round).isEqualTo(orders.rows());
            }
        }
        orders.merge(ids(0, 30), "last", List.of(1_000L, 1_001L));
        assertThat(rows(name)).isEqualTo(orders.rows());
    }

    /** The query for the ids of a table's snapshots, newest first. */
    abstract String snapshots(String table);

    private List<String> rows(String table) {
        return query("select id, status from shop." + table + " order by id");
    }

    private static List<Long> ids(long from, long to) {
        return LongStream.range(from, to).boxed().toList();
    }
}
