package dev.ingest.readers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingest.lake.MergeMode;
import dev.ingest.lake.upkeep.UpkeepStep;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Spark reads and changes tables of Iceberg's format 3, and changes those of format 2. */
@Tag("all")
@Tag("spark")
class SparkReaderTest extends ChangesTablesContract {
    SparkReaderTest() {
        super("spark_reader", 3, Spark::start);
    }

    @Test
    void findsDeletionVectorsAndNoOtherDeletes() {
        OrdersTable orders = table("vectors");
        var _ = orders.upsert(0, 5_000, "new", 1);
        var _ = orders.upsert(0, 1_000, "paid", 2);
        // 1: positions, 2: equality
        assertThat(query("select content, file_format, sum(record_count) as n from shop.vectors.delete_files"
                        + " group by content, file_format"))
                .containsExactly("{\"content\":1,\"file_format\":\"PUFFIN\",\"n\":1000}");
    }

    @Test
    void findsAStagedSliceOnItsBranchOnly() {
        OrdersTable orders = table("branched");
        var _ = orders.upsert(0, 1_000, "new", 1);
        orders.stage(500, 1_300, "pulled", 2);
        assertThat(query("select count(*) as n from shop.branched version as of '" + OrdersTable.BRANCH + "'"))
                .containsExactly("{\"n\":800}");
        assertThat(query("select count(*) as n from shop.branched where status = 'pulled'"))
                .containsExactly("{\"n\":0}");
    }

    @Test
    void changesRowsOfFormat2BetweenOurMerges() {
        changesRowsBetweenOurMerges("shared2", model("shared2", MergeMode.UPSERT, 2));
    }

    /** Whoever follows a row by its id sees one row that changed, whoever changed it. */
    @Test
    void findsTheRowIdsThatRowsHadBeforeOurMergesAndUpkeep() {
        ModelTable orders = model("identified", MergeMode.UPSERT);
        orders.merge(List.of(1L, 2L, 3L), "new", List.of());
        String ids = "select id, _row_id as row from shop.identified where id < 10 order by id";
        List<String> before = query(ids);
        orders.merge(List.of(2L), "ours", List.of());
        query("update shop.identified set status = 'theirs' where id = 3");
        orders.merge(List.of(3L), "ours again", List.of());
        for (long more = 10; more < 20; more++) {
            orders.merge(List.of(more), "new", List.of());
        }
        assertThat(orders.upkeepNow()).hasAtLeastOneElementOfType(UpkeepStep.Compacted.class);
        assertThat(query(ids)).isEqualTo(before);
    }

    @Override
    String snapshots(String table) {
        return "select snapshot_id from shop." + table + ".history order by made_current_at desc";
    }
}
