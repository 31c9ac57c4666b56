package dev.ingest.readers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingest.lake.CatalogKind;
import dev.ingest.lake.Destination;
import dev.ingest.lake.Lake;
import dev.ingest.lake.LakeCredentials;
import dev.ingest.lake.LakeCredentials.Login;
import dev.ingest.lake.LakeCredentials.Token;
import dev.ingest.lake.MergeMode;
import dev.ingest.lake.TableId;
import dev.ingest.lake.upkeep.UpkeepStep;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A table's whole life in a REST catalog of others that keeps branches and tags. Runs only when asked for: it is built from source. */
@Tag("rustberg")
class RustbergCatalogTest {
    private final Warehouse warehouse = Warehouse.create("rustberg");

    @AutoClose
    private final Rustberg rustberg = Rustberg.start(warehouse);

    @AutoClose
    private final Lake lake = open();

    private Lake open() {
        var destination = new Destination(
                "rustberg",
                CatalogKind.REST,
                rustberg.url(),
                warehouse.root() + "/acme",
                List.of("acme"),
                Map.of(
                        Destination.S3_ENDPOINT,
                        warehouse.store().endpoint(),
                        Destination.S3_PATH_STYLE,
                        "true",
                        Destination.REGION,
                        warehouse.store().region()));
        return Lake.open(
                destination,
                new LakeCredentials(
                        Optional.of(new Token(rustberg.token())),
                        Optional.of(new Login(
                                warehouse.store().accessKey(), warehouse.store().secretKey()))));
    }

    @Test
    void tableIsMadeMergedRefreshedThroughBranchesAndKeptUp() {
        var orders = new ModelTable(lake, "orders", MergeMode.UPSERT, 2);
        var done = new HashSet<Class<?>>();
        for (int merge = 0; merge < 40; merge++) {
            orders.merge(ids(merge * 5, merge * 5 + 50), "merge " + merge, List.of((long) merge));
            if (merge % 10 == 9) {
                orders.upkeep().forEach(step -> done.add(step.getClass()));
            }
        }
        assertThat(done).contains(UpkeepStep.Expired.class, UpkeepStep.OrphansRemoved.class);
        assertThat(orders.stored()).isEqualTo(orders.content());

        var products = new ModelTable(lake, "products", MergeMode.FULL_REFRESH, 2);
        products.refresh(ids(0, 300), "first");
        products.refresh(ids(100, 200), "second");
        products.upkeep();
        assertThat(products.stored()).isEqualTo(products.content());
        assertThat(lake.tables()).contains(new TableId("shop", "orders"), new TableId("shop", "products"));
    }

    private static List<Long> ids(long from, long to) {
        return LongStream.range(from, to).boxed().toList();
    }
}
