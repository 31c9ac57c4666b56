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

    @Test
    void readsPartitionsAndNestedValuesOfFormat2() {
        readsWhatChangesItsShape("shaped2", 2);
    }

    @Test
    void keepsRowsApartAndInOrderAsDeclared() {
        var shaped = new ShapedTable(marking(), "arranged", 3);
        var _ = shaped.merge(0, 60, List.of());
        assertThat(query(
                        "select partition.id_bucket_2 as bucket, partition.created_at_month as month, record_count as n"
                                + " from shop.arranged.partitions"))
                .as("two buckets in three months")
                .hasSize(6)
                .allSatisfy(partition -> assertThat(partition).doesNotContain("\"n\":0"));
        assertThat(query("select distinct sort_order_id as id from shop.arranged.files"))
                .doesNotContain("{\"id\":0}")
                .hasSize(1);
    }

    @Test
    void readsVariantsAfterMergesAndACompaction() {
        var events = new VariantTable(marking(), "variants");
        for (long merge = 0; merge < 12; merge++) {
            events.merge(merge * 5, merge * 5 + 30);
        }
        String all = "select id, to_json(payload) as payload, variant_get(payload, '$.n', 'bigint') as n"
                + " from shop.variants order by id";
        assertThat(query(all)).isEqualTo(events.rows());
        assertThat(events.upkeep()).hasAtLeastOneElementOfType(UpkeepStep.Compacted.class);
        assertThat(query(all)).as("after compaction").isEqualTo(events.rows());
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
