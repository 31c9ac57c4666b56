package dev.ingest.readers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ingest.lake.CatalogKind;
import dev.ingest.lake.Destination;
import dev.ingest.lake.Lake;
import dev.ingest.lake.LakeCredentials;
import dev.ingest.lake.MergeMode;
import dev.ingest.lake.TableConflictException;
import dev.ingest.lake.TableId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A vendor's REST catalog, which signs our requests to its store. */
@Tag("all")
@Tag("nessie")
class NessieCatalogTest {
    private final Warehouse warehouse = Warehouse.create("nessie_catalog");

    @AutoClose
    private final Nessie nessie = Nessie.start(warehouse);

    @AutoClose
    private final Lake lake = open();

    private Lake open() {
        var destination = new Destination(
                "nessie",
                CatalogKind.REST,
                nessie.url() + "/iceberg",
                "",
                List.of("acme"),
                Map.of(
                        Destination.REST_WAREHOUSE,
                        Nessie.WAREHOUSE,
                        Destination.REGION,
                        warehouse.store().region()));
        return Lake.open(destination, new LakeCredentials(Optional.empty(), Optional.empty()));
    }

    /** It has branches of its own, and drops those of tables without a word: nothing could be staged. */
    @Test
    void catalogThatKeepsNoBranchesOfTablesIsNamedAsThat() {
        assertThat(lake.tables()).isEmpty();
        assertThatThrownBy(() -> new ModelTable(lake, "orders", MergeMode.UPSERT, 2))
                .isInstanceOf(TableConflictException.class)
                .hasMessageContaining("its catalog keeps no tags and branches of tables");
        assertThat(lake.find(new TableId("shop", "orders"))).isPresent();
    }
}
