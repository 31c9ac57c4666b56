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

import dev.ingest.lake.upkeep.Ledger;
import dev.ingest.lake.upkeep.Upkeep;
import dev.ingest.lake.upkeep.UpkeepPolicy;
import dev.ingest.lake.upkeep.UpkeepResult;
import dev.ingest.lake.upkeep.UpkeepStep;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.MetadataColumns;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.iceberg.data.IcebergGenerics;
import org.apache.iceberg.data.Record;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A table that has been merged often becomes one that reads as if it had been written at once, and forgets no progress. */
class UpkeepTest {

    private static final UpkeepPolicy POLICY = UpkeepPolicy.DEFAULT;
    private static final Clock NOW = Clock.systemUTC();
    private static final Clock MUCH_LATER = Clock.offset(NOW, Duration.ofDays(20));

    @TempDir
    Path warehouse;

    private Lake lake;
    private Destination destination;

    @BeforeEach
    void open() {
        destination = Database.destination("file:" + warehouse, Map.of());
        lake = Lake.open(destination, LakeCredentials.none()).marking();
    }

    @AfterEach
    void close() {
        lake.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3})
    void compactedTableHasTheSameRowsInFewSortedFilesWithoutDeletes(int formatVersion) {
        LakeTable table = merged(formatVersion);
        Map<String, String> before = statuses(table);
        CommitFacts last = table.progress().lastCommit().orElseThrow();

        UpkeepResult result = upkeep(table, NOW);

        assertThat(result.isDue()).isFalse();
        assertThat(result.steps()).singleElement().isInstanceOfSatisfying(UpkeepStep.Compacted.class, done -> {
            assertThat(done.filesRead()).isGreaterThan(5);
            assertThat(done.filesWritten()).isEqualTo(1);
            assertThat(done.rows()).isEqualTo(before.size());
        });
        assertThat(statuses(table)).isEqualTo(before);
        assertThat(ids(table)).isSorted().hasSize(before.size());
        assertThat(files(table))
                .singleElement()
                .satisfies(file -> assertThat(file.deletes()).isEmpty());
        assertThat(table.progress().offsets()).isEqualTo(upTo(9));
        assertThat(table.progress().slices("demo/orders").through()).isEqualTo(1);
        assertThat(table.progress().lastCommit()).contains(last);
        assertThat(push(table, upsert(9, order(1, 59, "again"))).commit()).isEmpty();
        assertThat(upkeep(table, NOW).steps()).isEmpty();
    }

    /** Sorted files are read side by side, and each takes its pages' memory; others are read one after the other. */
    @Test
    void compactionReadsAsManyFilesSideBySideAsItHasMemoryFor() {
        LakeTable much = ofThirtyFiles(orders("much"));
        assertThat(filesOfCompactions(much, 64 << 20)).containsExactly(30);
        assertThat(ids(much)).isSorted();
        assertThat(filesOfCompactions(ofThirtyFiles(orders("some")), 150 << 10)).startsWith(10);
        LakeTable little = ofThirtyFiles(orders("little"));
        assertThat(filesOfCompactions(little, 1))
                .as("one after the other, and sorted then")
                .containsExactly(30);
        assertThat(ids(little)).isSorted();
        TableSpec unsorted = TableSpec.append(new TableId("shop", "unsorted"), orders().columns());
        assertThat(filesOfCompactions(ofThirtyFiles(unsorted), 1)).containsExactly(30);
    }

    private LakeTable ofThirtyFiles(TableSpec spec) {
        LakeTable table = lake.table(spec);
        for (int i = 0; i < 30; i++) {
            push(table, upsert(i, order(30 - i, 1, "new")));
        }
        return table;
    }

    private static List<Integer> filesOfCompactions(LakeTable table, long memory) {
        Map<String, String> before = statuses(table);
        UpkeepResult result = table.upkeep(
                POLICY.with(POLICY.files().within(memory)), NOW, NOW.instant().plusSeconds(100));
        assertThat(statuses(table)).hasSize(30).isEqualTo(before);
        return result.steps().stream()
                .map(step -> ((UpkeepStep.Compacted) step).filesRead())
                .toList();
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3})
    void mergesGoOnAfterCompaction(int formatVersion) {
        LakeTable table = merged(formatVersion);
        upkeep(table, NOW);
        push(table, upsert(10, order(3, 58, "after"), order(99, 1, "new")));

        assertThat(statuses(table)).containsEntry("3", "after").containsEntry("99", "new");
        assertThat(table.count()).isEqualTo(statuses(table).size());
    }

    @Test
    void compactedRowsKeepTheirIdsAndTheirLastChange() {
        LakeTable table = merged(3);
        Map<Object, List<Object>> before = lineage(table);
        assertThat(before.values().stream().map(List::getFirst).distinct()).hasSize(before.size());

        assertThat(upkeep(table, NOW).steps()).hasAtLeastOneElementOfType(UpkeepStep.Compacted.class);

        assertThat(lineage(table)).isEqualTo(before);
        push(table, upsert(10, order(77, 1, "new")));
        before.forEach((id, known) -> assertThat(lineage(table)).containsEntry(id, known));
        assertThat(before.values().stream().map(List::getFirst))
                .doesNotContain(Objects.requireNonNull(lineage(table).get(77L)).getFirst());
    }

    @Test
    void rowThatReplacesAnotherTakesItsIdOverAlsoAfterACompaction() {
        LakeTable table = merged(3);
        Object first = id(table, 2);
        push(table, upsert(10, order(2, 58, "again"), order(600, 1, "new")));
        assertThat(id(table, 2)).isEqualTo(first);
        upkeep(table, NOW);
        push(table, upsert(11, order(2, 59, "and again"), order(601, 1, "new")));

        assertThat(id(table, 2)).isEqualTo(first);
        assertThat(lineage(table).values().stream().map(List::getFirst))
                .doesNotHaveDuplicates()
                .doesNotContainNull();
        assertThat(Objects.requireNonNull(lineage(table).get(2L)).get(1))
                .as("changed by the last commit")
                .isEqualTo(head(table).sequenceNumber());
        push(table, dev.ingest.lake.Given.message(12, Op.DELETE, "{\"id\":2}"));
        push(table, upsert(13, order(2, 1, "another")));
        assertThat(id(table, 2)).isNotEqualTo(first);
    }

    @Test
    void nothingIsDoneThatDoesNotFitTheDeadline() {
        LakeTable table = merged(3);
        long snapshot = head(table).snapshotId();

        UpkeepResult result = table.upkeep(POLICY, NOW, NOW.instant().plusSeconds(1));

        assertThat(result.steps()).isEmpty();
        assertThat(result.isDue()).isTrue();
        assertThat(head(table).snapshotId()).isEqualTo(snapshot);
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3})
    void oldSnapshotsAreForgottenWithTheirFilesAndOpenSlicesArePublishedNevertheless(int formatVersion)
            throws IOException {
        LakeTable table = merged(formatVersion);
        SliceAttempt open = recent(2);
        table.stage(open, batch(upsert(200, order(500, 1, "staged"))), NONE_REJECTED);
        table.stage(open, batch(upsert(201, order(501, 1, "staged"))), NONE_REJECTED);
        upkeep(table, NOW);
        Map<String, String> before = statuses(table);

        UpkeepResult result = upkeep(table, MUCH_LATER);

        assertThat(result.steps()).hasAtLeastOneElementOfType(UpkeepStep.Expired.class);
        assertThat(table.snapshots()).hasSize(1);
        assertThat(table.engine().table().refs()).containsOnlyKeys("main", "ingest-root", open.branch());
        assertThat(statuses(table)).isEqualTo(before);
        assertThat(table.progress().offsets()).isEqualTo(upTo(9));
        assertThat(parquet()).as("main's and the two staged").hasSize(3);

        table.publish(open, new Expected(2, 2), Optional.empty(), Offsets.none());

        assertThat(statuses(table)).hasSize(before.size() + 2).containsEntry("501", "staged");
    }

    @Test
    void snapshotsThatReadersMayBeAtStayHoweverManyTheyAre() {
        LakeTable table = merged(3);
        int before = table.snapshots().size();
        UpkeepPolicy few = POLICY.with(new UpkeepPolicy.Past(
                Duration.ofHours(1),
                1,
                POLICY.past().expireAtOnce(),
                POLICY.past().branchAgeMax()));

        table.upkeep(few, NOW, NOW.instant().plusSeconds(100));
        assertThat(table.snapshots()).hasSizeGreaterThanOrEqualTo(before);

        Clock later = Clock.offset(NOW, Duration.ofHours(2));
        for (int i = 10; i < 31; i++) {
            push(table, upsert(i, order(i, 1, "more")));
        }
        table.upkeep(few, later, later.instant().plusSeconds(100));
        assertThat(table.snapshots()).as("the last, and the compaction of it").hasSize(2);
    }

    @Test
    void commitOfOthersOnTopIsStampedBeforeAnythingIsForgotten() {
        LakeTable table = merged(3);
        foreign().newAppend().commit();

        UpkeepResult result = upkeep(table, MUCH_LATER);

        assertThat(result.steps())
                .hasAtLeastOneElementOfType(UpkeepStep.Stamped.class)
                .hasAtLeastOneElementOfType(UpkeepStep.Expired.class);
        assertThat(lake.table(orders()).progress().offsets()).isEqualTo(upTo(9));
        assertThat(push(lake.table(orders()), upsert(9, order(1, 59, "x"))).commit())
                .isEmpty();
    }

    @Test
    void branchesOfFinishedAndOfForgottenSlicesGoAndOpenOnesStay() {
        LakeTable table = merged(3);
        SliceAttempt open = recent(2);
        SliceAttempt finished = recent(3);
        for (SliceAttempt each : List.of(open, finished, slice(4, 'A'))) {
            table.stage(each, batch(upsert(300 + each.number(), order(7, 1, "x"))), NONE_REJECTED);
        }
        long staged = table.engine().branch(finished).orElseThrow().snapshotId();
        table.publish(finished, new Expected(1, 1), Optional.empty(), Offsets.none());
        foreign().manageSnapshots().createBranch(finished.branch(), staged).commit();
        foreign().manageSnapshots().createBranch("someone-elses", staged).commit();

        upkeep(table, NOW);

        assertThat(table.engine().table().refs())
                .as("slice 4's attempt is as old as a ULID can be")
                .containsOnlyKeys("main", "ingest-root", "someone-elses", open.branch());
    }

    @Test
    void filesThatNothingRefersToGoWhenTheyAreOldAndNoOthers() throws IOException {
        LakeTable table = merged(3);
        Path folder = Objects.requireNonNull(parquet().getFirst().getParent());
        Files.writeString(folder.resolve("lost.parquet"), "left by a crash");
        Files.writeString(folder.resolveSibling("metadata").resolve("lost.avro"), "left by a crash");
        Files.writeString(folder.resolveSibling("notes.txt"), "not in our folders");
        Map<String, String> before = statuses(table);

        assertThat(upkeep(table, NOW).steps()).doesNotHaveAnyElementsOfTypes(UpkeepStep.OrphansRemoved.class);
        assertThat(upkeep(table, MUCH_LATER).steps()).contains(new UpkeepStep.OrphansRemoved(2));

        assertThat(folder.resolve("lost.parquet")).doesNotExist();
        assertThat(folder.resolveSibling("notes.txt")).exists();
        assertThat(statuses(table)).isEqualTo(before);
        assertThat(upkeep(table, MUCH_LATER).steps()).as("once a day").isEmpty();
    }

    @Test
    void tableThatWasRenamedKeepsItsFilesWhenTheOneOfItsOldNameIsLookedAfter() {
        Map<String, String> before = statuses(merged(3));
        TableId old = orders().id();
        TableId renamed = new TableId(old.namespace(), "orders_before");
        Database.update("update iceberg_tables set table_name = '%s' where catalog_name = '%s' and table_name = '%s'"
                .formatted(renamed.name(), destination.catalogName(), old.name()));

        LakeTable made = lake.table(orders());
        push(made, upsert(0, order(1, 1, "new")));
        upkeep(made, MUCH_LATER);

        assertThat(statuses(lake.find(renamed).orElseThrow())).isEqualTo(before);
        assertThat(statuses(made)).containsOnly(Map.entry("1", "new"));
    }

    @Test
    void tablesThatShareAFolderAllTheSameLoseNothingToEachOther() {
        LakeTable table = merged(3);
        LakeTable other = lake.table(
                TableSpec.upsert(new TableId("shop", "beside"), orders().columns(), orders().key(), orders().cursor()));
        push(other, upsert(0, order(1, 1, "beside")));
        other.engine()
                .table()
                .updateLocation()
                .setLocation(table.engine().table().location())
                .commit();
        push(other, upsert(1, order(2, 1, "in the same folder")));
        Map<String, String> before = statuses(other);

        assertThatThrownBy(() -> upkeep(table, MUCH_LATER))
                .rootCause()
                .hasMessageEndingWith("is of another table (expected: folders of its own); no orphans were removed");
        assertThat(upkeep(table, MUCH_LATER).steps())
                .as("once a day")
                .doesNotHaveAnyElementsOfTypes(UpkeepStep.OrphansRemoved.class);

        assertThat(statuses(other)).isEqualTo(before);
    }

    @Test
    void manifestsOfMoreWaysToPartitionThanThereShouldBeManifestsAreLeftAlone() {
        for (String field : List.of("status", "updated_at", "bucket(2, id)", "truncate(1, status)")) {
            LakeTable table =
                    lake.table(orders().with(Arrangement.parse(Optional.of(List.of(field)), Optional.empty())));
            push(
                    table,
                    upsert(
                            table.progress()
                                            .offsets()
                                            .of(dev.ingest.lake.Given.TOPIC, 0)
                                            .orElse(-1)
                                    + 1,
                            order(field.length(), 1, "x")));
        }
        LakeTable table = lake.table(orders());

        assertThat(MemoryLake.upkeep(table, 0).steps())
                .doesNotHaveAnyElementsOfTypes(UpkeepStep.ManifestsRewritten.class, UpkeepStep.Dropped.class);
        assertThat(statuses(table)).hasSize(4);
    }

    @Test
    void compactionGivesWayToAnyCommitAndLeavesNoFile() throws IOException {
        LakeTable table = merged(3);
        int files = parquet().size();
        var books = new Books(table.engine().history());
        var interfering = new Ledger() {
            @Override
            public boolean carries(Snapshot snapshot) {
                return books.carries(snapshot);
            }

            @Override
            public Map<String, String> carried(Snapshot head) {
                foreign().newAppend().commit();
                return books.carried(head);
            }

            @Override
            public boolean isFinished(Snapshot staged, Snapshot main) {
                return books.isFinished(staged, main);
            }
        };

        UpkeepResult result = new Upkeep(
                        table.engine().table(),
                        interfering,
                        POLICY,
                        NOW,
                        NOW.instant().plusSeconds(100))
                .run();

        assertThat(result.steps()).singleElement().isInstanceOf(UpkeepStep.Dropped.class);
        assertThat(result.isDue()).isTrue();
        assertThat(parquet()).hasSize(files);
    }

    /** Ten pushes that replace each other's rows, and a slice. */
    private LakeTable merged(int formatVersion) {
        LakeTable table = lake.table(orders().withFormatVersion(formatVersion));
        for (int i = 0; i < 10; i++) {
            push(table, upsert(i, order(i, i, "at " + i), order(i / 2, i, "again at " + i), order(100 - i, i, "down")));
        }
        SliceAttempt slice = slice(1, 'A');
        table.stage(slice, batch(upsert(100, order(40, 1, "z"), order(30, 1, "y"), order(5, 59, "x"))), NONE_REJECTED);
        table.publish(slice, new Expected(1, 3), Optional.empty(), Offsets.none());
        return table;
    }

    /** An attempt whose ULID is of the year 2033 or so: younger than any limit. */
    private static SliceAttempt recent(long number) {
        return new SliceAttempt("demo/orders", "run-1", "slice-" + number, number, "01XXXXXXXX" + "0".repeat(16));
    }

    private static UpkeepResult upkeep(LakeTable table, Clock clock) {
        UpkeepResult result = table.upkeep(POLICY, clock, clock.instant().plusSeconds(100));
        for (UpkeepStep step : result.steps()) {
            if (step instanceof UpkeepStep.Dropped(String name, RuntimeException reason)) {
                throw new AssertionError(name, reason);
            }
        }
        return result;
    }

    private Table foreign() {
        return Lake.open(destination, LakeCredentials.none())
                .marking()
                .find(Given.ORDERS)
                .orElseThrow()
                .engine()
                .table();
    }

    private static Snapshot head(LakeTable table) {
        return table.engine().main();
    }

    private static List<Long> ids(LakeTable table) {
        var ids = new ArrayList<Long>();
        try (Rows rows = table.rows(RowQuery.all().select("id"))) {
            rows.forEachRemaining(row -> ids.add((Long) row.getFirst()));
        }
        return ids;
    }

    private static List<FileScanTask> files(LakeTable table) {
        var files = new ArrayList<FileScanTask>();
        table.engine().table().newScan().planFiles().forEach(files::add);
        return files;
    }

    private static Map<Object, List<Object>> lineage(LakeTable table) {
        var found = new TreeMap<Object, List<Object>>();
        for (Record row : IcebergGenerics.read(table.engine().table())
                .project(new Schema(
                        table.engine().table().schema().findField("id"),
                        MetadataColumns.ROW_ID,
                        MetadataColumns.LAST_UPDATED_SEQUENCE_NUMBER))
                .build()) {
            found.put(row.get(0), List.of(row.get(1), row.get(2)));
        }
        return found;
    }

    private static Object id(LakeTable table, long order) {
        return Objects.requireNonNull(lineage(table).get(order)).getFirst();
    }

    private List<Path> parquet() throws IOException {
        try (Stream<Path> files = Files.walk(warehouse)) {
            return files.filter(file -> file.toString().endsWith(".parquet")).toList();
        }
    }
}
