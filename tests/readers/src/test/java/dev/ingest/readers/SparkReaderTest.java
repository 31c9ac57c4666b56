package dev.ingest.readers;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Spark reads tables of Iceberg's format 3. */
@Tag("all")
@Tag("spark")
class SparkReaderTest extends ReadsTablesContract {
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
}
