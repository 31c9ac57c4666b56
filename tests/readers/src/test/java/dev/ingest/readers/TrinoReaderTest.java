package dev.ingest.readers;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Trino reads and changes tables of Iceberg's format 2, the one that engines without deletion vectors know. */
@Tag("all")
@Tag("trino")
class TrinoReaderTest extends ChangesTablesContract {
    TrinoReaderTest() {
        super("trino_reader", 2, Trino::start);
    }

    @Test
    void findsPositionDeletesAndNoOtherDeletes() {
        OrdersTable orders = table("positions");
        var _ = orders.upsert(0, 5_000, "new", 1);
        var _ = orders.upsert(0, 1_000, "paid", 2);
        // 0: data, 1: positions, 2: equality
        assertThat(query("select content, file_format, sum(record_count) as n from shop.\"positions$files\""
                        + " where content <> 0 group by content, file_format"))
                .containsExactly("{\"content\":1,\"file_format\":\"PARQUET\",\"n\":1000}");
    }

    @Override
    String snapshots(String table) {
        return "select snapshot_id from shop.\"" + table + "$history\" order by made_current_at desc";
    }
}
