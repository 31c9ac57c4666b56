package dev.ingest.lake;

import static dev.ingest.lake.Given.NONE_REJECTED;
import static dev.ingest.lake.Given.batch;
import static dev.ingest.lake.Given.order;
import static dev.ingest.lake.Given.orders;
import static dev.ingest.lake.Given.push;
import static dev.ingest.lake.Given.slice;
import static dev.ingest.lake.Given.statuses;
import static dev.ingest.lake.Given.upTo;
import static dev.ingest.lake.Given.upsert;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.iceberg.HasTableOperations;
import org.apache.iceberg.MetadataColumns;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.data.IcebergGenerics;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Other writers, other processes, other engines' upkeep. */
class OthersTest {

    @TempDir
    Path warehouse;

    private Destination destination;
    private Lake lake;
    private LakeTable table;

    @BeforeEach
    void open() {
        destination = Database.destination("file:" + warehouse, Map.of());
        lake = Lake.open(destination, LakeCredentials.none());
        table = lake.table(orders());
    }

    @AfterEach
    void close() {
        lake.close();
    }

    @Test
    void foreignCommitOnTopHidesNoProgress() {
        push(table, upsert(0, order(1, 1, "new")));
        table.publish(slice(1, 'A'), new Expected(0, 0), Optional.empty(), Offsets.none());
        foreignCommit();
        foreignCommit();

        assertThat(push(table, upsert(0, order(1, 9, "again"))).commit()).isEmpty();
        push(table, upsert(1, order(2, 1, "new")));

        assertThat(statuses(table)).isEqualTo(Map.of("1", "new", "2", "new"));
        assertThat(table.progress().offsets()).isEqualTo(upTo(1));
        assertThat(table.progress().slices("demo/orders").through()).isEqualTo(1);
    }

    @Test
    void metadataThatIsOverwrittenWithSomethingElseIsNamed() throws IOException {
        String file = ((HasTableOperations) table.engine().table())
                .operations()
                .current()
                .metadataFileLocation();
        Files.writeString(Path.of(URI.create(file)), "<html>");

        assertThatThrownBy(() -> lake.table(orders()))
                .isExactlyInstanceOf(LakeException.class)
                .hasMessageStartingWith(file + " is no table's metadata: ");
    }

    @Test
    void commitOfOursAfterAForeignOneSurvivesExpiry() {
        push(table, upsert(0, order(1, 1, "new")));
        foreignCommit();
        push(table, upsert(1, order(1, 2, "paid")));
        expireAllButTheLast();

        assertThat(push(lake.table(orders()), upsert(0, order(1, 8, "x")), upsert(1, order(1, 9, "y")))
                        .commit())
                .isEmpty();
        assertThat(statuses(table)).isEqualTo(Map.of("1", "paid"));
    }

    @Test
    void expiryThatLeavesOnlyForeignSnapshotsStopsTheTable() {
        push(table, upsert(0, order(1, 1, "new")));
        foreignCommit();
        expireAllButTheLast();
        LakeTable fresh = lake.table(orders());

        assertThatThrownBy(() -> push(fresh, upsert(0, order(1, 1, "new")))).isInstanceOf(ProgressLostException.class);
        assertThatThrownBy(fresh::progress).isInstanceOf(ProgressLostException.class);
        assertThatThrownBy(() -> fresh.stage(slice(1, 'A'), batch(upsert(5, order(1, 1, "x"))), NONE_REJECTED))
                .isInstanceOf(ProgressLostException.class);
    }

    @Test
    void expiryBetweenStagingAndPublishingLosesNothing() {
        push(table, upsert(0, order(1, 1, "old")));
        push(table, upsert(1, order(2, 1, "old")));
        table.stage(slice(1, 'A'), batch(upsert(100, order(1, 2, "staged"))), NONE_REJECTED);
        table.stage(slice(1, 'A'), batch(upsert(101, order(3, 2, "staged"))), NONE_REJECTED);
        expireAllButTheLast();

        table.publish(slice(1, 'A'), new Expected(2, 2), Optional.empty(), Offsets.none());
        expireAllButTheLast();

        assertThat(statuses(table)).isEqualTo(Map.of("1", "staged", "2", "old", "3", "staged"));
    }

    @Test
    void everyRowHasARowIdOfItsOwn() {
        push(table, upsert(0, order(1, 1, "new"), order(2, 1, "new")));
        table.stage(slice(1, 'A'), batch(upsert(100, order(1, 2, "x"), order(3, 2, "x"))), NONE_REJECTED);
        table.stage(slice(1, 'A'), batch(upsert(101, order(4, 2, "x"), order(3, 3, "y"))), NONE_REJECTED);
        push(table, upsert(1, order(5, 1, "new")));
        table.publish(slice(1, 'A'), new Expected(2, 4), Optional.empty(), Offsets.none());
        push(table, upsert(2, order(6, 1, "new")));

        var ids = new ArrayList<Object>();
        IcebergGenerics.read(foreign())
                .project(new Schema(table.engine().table().schema().findField("id"), MetadataColumns.ROW_ID))
                .build()
                .forEach(row -> ids.add(row.get(1)));
        assertThat(ids).hasSize(6).doesNotContainNull();
        assertThat(new HashSet<>(ids)).hasSize(6);
    }

    @Test
    void upsertFindsItsRowBeyondTheFirstRowGroup() {
        foreign()
                .updateProperties()
                .set("write.parquet.row-group-size-bytes", "1024")
                .set("write.parquet.row-group-check-min-record-count", "100")
                .set("write.parquet.row-group-check-max-record-count", "100")
                .commit();
        table = lake.table(orders());
        String[] records = new String[5_000];
        for (int i = 0; i < records.length; i++) {
            records[i] = order(i, 1, "new");
        }
        push(table, upsert(0, records));
        push(table, upsert(1, order(0, 2, "first"), order(2_517, 2, "middle"), order(4_999, 2, "last")));

        Map<String, String> statuses = statuses(table);
        assertThat(statuses).hasSize(5_000).containsEntry("0", "first").containsEntry("2517", "middle");
        assertThat(statuses).containsEntry("4999", "last").containsEntry("2516", "new");
        assertThat(table.count()).isEqualTo(5_000);
        assertThat(statuses.values()).filteredOn("new"::equals).hasSize(4_997);
    }

    /** As in a catalog that keeps no tags and branches of tables: it loses them without a word. */
    @Test
    void tableWithoutItsFirstTagIsNamedAsThat() {
        table.engine()
                .table()
                .manageSnapshots()
                .removeTag(TableProperty.ROOT_TAG)
                .commit();
        assertThatThrownBy(() -> lake.table(orders()))
                .isInstanceOf(TableConflictException.class)
                .hasMessageContaining(
                        "its tag ingest-root is not there: its catalog keeps no tags and branches of tables");
    }

    @Test
    void catalogsThatOpenANewDatabaseAtOnceAllOpen() throws Exception {
        Database.postgres()
                .getPostgresDatabase()
                .getConnection()
                .createStatement()
                .execute("create database fresh");
        var fresh = new Destination(
                "c",
                CatalogKind.JDBC,
                Database.postgres().getJdbcUrl("postgres", "fresh"),
                "file:" + warehouse,
                Map.of());
        List<Object> opened = atOnce(8, () -> {
            try (Lake one = Lake.open(fresh, LakeCredentials.none())) {
                one.table(orders());
                return one.tables();
            }
        });

        assertThat(opened).containsOnly(List.of(Given.ORDERS));
    }

    @Test
    void writersOfOneTableAtOnceApplyEveryMessageOnce() throws Exception {
        List<Object> results = atOnce(4, () -> {
            try (Lake own = Lake.open(destination, LakeCredentials.none())) {
                return drain(own.table(orders()));
            }
        });

        assertThat(results).hasSize(4);
        assertThat(table.progress().offsets()).isEqualTo(upTo(4));
        assertThat(statuses(table)).hasSize(5);
        assertThat(table.snapshots().stream()
                        .filter(snapshot -> snapshot.operation().equals("append"))
                        .count())
                .as("root and five messages")
                .isEqualTo(6);
    }

    /** Pushes messages 0 to 4 one by one, however often it is fenced. */
    private static Object drain(LakeTable own) {
        int fenced = 0;
        for (int offset = 0; offset < 5; ) {
            try {
                push(own, upsert(offset, order(offset, 1, "new")));
                offset++;
            } catch (FencedException e) {
                fenced++;
            }
        }
        return fenced;
    }

    private static List<Object> atOnce(int threads, Callable<Object> work) throws InterruptedException {
        var results = new ArrayList<Object>();
        try (ExecutorService executor = Executors.newFixedThreadPool(threads)) {
            for (Future<Object> done : executor.invokeAll(java.util.Collections.nCopies(threads, work))) {
                results.add(done.get());
            }
        } catch (ExecutionException e) {
            throw new AssertionError("one of those at once failed", e);
        }
        return results;
    }

    /** As another process would see the table. */
    private Table foreign() {
        return Lake.open(destination, LakeCredentials.none())
                .find(Given.ORDERS)
                .orElseThrow()
                .engine()
                .table();
    }

    private void foreignCommit() {
        foreign().newAppend().commit();
    }

    private void expireAllButTheLast() {
        foreign()
                .expireSnapshots()
                .expireOlderThan(Long.MAX_VALUE)
                .retainLast(1)
                .commit();
    }
}
