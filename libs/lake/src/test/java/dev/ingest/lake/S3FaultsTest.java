package dev.ingest.lake;

import static dev.ingest.lake.Given.order;
import static dev.ingest.lake.Given.orders;
import static dev.ingest.lake.Given.push;
import static dev.ingest.lake.Given.statuses;
import static dev.ingest.lake.Given.upsert;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ingest.egress.AllowedAddresses;
import dev.ingest.lake.index.KeyIndex;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.gaul.s3proxy.nio2blob.FilesystemNio2BlobStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A store over a bad line: every request of a merge goes wrong in turn, in every way. */
class S3FaultsTest {

    private static final LakeCredentials.Login LOGIN = new LakeCredentials.Login("local-id", "local-secret");
    private static final Waits WAITS = new Waits(Duration.ofSeconds(10), Duration.ofSeconds(1), Duration.ofSeconds(60));

    /** The client gives a call up after fewer tries than this. */
    private static final int LONG = 100;

    /** What the client asks of itself before it gives a call up. */
    private static final int CLIENT_TRIES = 4;

    /** Each one is waited for. */
    private static final int SILENT_ONE_IN = 4;

    private static final int PART = 5 << 20;

    @TempDir
    Path disk;

    private S3Proxy store;
    private FaultyProxy line;

    @BeforeEach
    void start() throws Exception {
        var files = new FilesystemNio2BlobStore(disk.toRealPath().toString());
        assertThat(files.createContainer("warehouse")).isNotNull();
        store = S3Proxy.builder()
                .blobStore(files)
                .endpoint(URI.create("http://127.0.0.1:0"))
                .awsAuthentication(AuthenticationType.AWS_V4, LOGIN.id(), LOGIN.secret())
                .build();
        store.start();
        line = new FaultyProxy(store.getPort());
    }

    @AfterEach
    void stop() throws Exception {
        line.close();
        store.stop();
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "EXPIRED")
    void mergeIsDoneOnceWhicheverRequestGoesWrong(FaultyProxy.Fault fault) {
        try (Lake lake = open()) {
            int failing = 0;
            do {
                failing += fault == FaultyProxy.Fault.SILENCE ? SILENT_ONE_IN : 1;
                line.fail(fault, failing, 0);
                TableSpec spec = orders("orders-" + failing);
                push(lake.table(spec), upsert(0, order(1, 10, "old"), order(2, 40, "newer")));
                LakeTable table = lake.table(spec);
                line.fail(fault, failing, 1);
                pushDespite(table);
                int requests = line.requests();
                line.fail(fault, 1, 0);
                pushDespite(lake.table(spec));
                assertThat(statuses(lake.table(spec)))
                        .as("%s %d", fault, failing)
                        .isEqualTo(Map.of("1", "paid", "2", "newer", "3", "new"));
                assertThat(lake.table(spec).snapshots())
                        .as("%s %d", fault, failing)
                        .hasSize(3);
                if (requests < failing) {
                    break;
                }
            } while (failing < LONG);
            assertThat(failing).isBetween(5, LONG - 1);
        }
    }

    /** Data, manifest, list of manifests, metadata; and the metadata once more, as its catalog has it then. */
    @Test
    void pushToATableThatWasJustReadAsksTheStoreForLittleMoreThanItWrites() {
        try (Lake lake = open()) {
            TableSpec appended = TableSpec.append(new TableId("shop", "events"), orders().columns());
            push(lake.table(appended), upsert(0, order(1, 10, "old")));
            LakeTable table = lake.table(appended);
            line.fail(FaultyProxy.Fault.ERROR, 1, 0);
            push(table, upsert(1, order(2, 20, "new")));
            assertThat(line.requests()).isEqualTo(5);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"SLOW_DOWN", "ERROR"})
    void storeThatIsAwayForLongFailsThePushAndTakesItWhenItIsBack(FaultyProxy.Fault fault) {
        try (Lake lake = open()) {
            push(lake.table(orders()), upsert(0, order(1, 10, "old"), order(2, 40, "newer")));
            LakeTable table = lake.table(orders());
            line.fail(fault, 1, LONG);
            assertThatThrownBy(() -> pushAgain(table)).isInstanceOf(RuntimeException.class);
            line.fail(fault, 1, 0);
            pushDespite(lake.table(orders()));
            assertThat(statuses(lake.table(orders()))).isEqualTo(Map.of("1", "paid", "2", "newer", "3", "new"));
        }
    }

    /** The second of our own tries succeeds, when the client has given the first up. */
    @Test
    void tableIsOpenedByAStoreThatWasAwayForAMoment() {
        try (Lake lake = open()) {
            push(lake.table(orders()), upsert(0, order(1, 10, "old")));
            line.fail(FaultyProxy.Fault.ERROR, 1, CLIENT_TRIES + 1);
            assertThat(lake.table(orders()).count()).isEqualTo(1);
            assertThat(line.requests()).isGreaterThan(CLIENT_TRIES + 1);
        }
    }

    @Test
    void tableIsNotWaitedForWhereItsStoreStaysAway() {
        try (Lake lake = open()) {
            push(lake.table(orders()), upsert(0, order(1, 10, "old")));
            line.fail(FaultyProxy.Fault.ERROR, 1, LONG);
            assertThatThrownBy(() -> lake.table(orders()))
                    .isInstanceOf(ReadFailure.class)
                    .hasMessageContaining("on purpose");
            assertThat(line.requests()).isEqualTo(CLIENT_TRIES * MetadataFile.TRIES_MAX);
        }
    }

    @Test
    void storeThatRefusesATablesFileIsAskedOnceAndNamed() {
        try (Lake lake = open()) {
            push(lake.table(orders()), upsert(0, order(1, 10, "old")));
            line.fail(FaultyProxy.Fault.EXPIRED, 1, LONG);
            assertThatThrownBy(() -> lake.table(orders()))
                    .isInstanceOf(AccessRefusedException.class)
                    .hasMessage("bucket warehouse refuses GetObject (400 ExpiredToken): on purpose");
            assertThat(line.requests()).isEqualTo(1);
            line.fail(FaultyProxy.Fault.EXPIRED, 1, 0);
            assertThat(statuses(lake.table(orders()))).isEqualTo(Map.of("1", "old"));
        }
    }

    /** A file of several parts is there whole, or not at all. */
    @ParameterizedTest
    @EnumSource(names = {"ERROR", "HALF_REQUEST", "HALF_ANSWER"})
    void largeFileTravelsInPartsOfWhichAnyMayGoWrong(FaultyProxy.Fault fault) throws Exception {
        var random = new Random(1);
        String[] records = IntStream.range(0, 7_000)
                .mapToObj(id -> order(
                        id,
                        1,
                        random.ints(3_000, 'a', 'z' + 1)
                                .mapToObj(Character::toString)
                                .collect(Collectors.joining())))
                .toArray(String[]::new);
        try (Lake lake = open()) {
            for (int failing = 1; failing <= 5; failing++) {
                LakeTable table = lake.table(orders("large-" + failing));
                line.fail(fault, failing, 1);
                try {
                    push(table, upsert(0, records));
                } catch (RuntimeException lost) {
                    line.fail(fault, 1, 0);
                    push(lake.table(table.spec()), upsert(0, records));
                }
                line.fail(fault, 1, 0);
                assertThat(table.count()).isEqualTo(records.length);
                assertThat(statuses(table)).hasSize(records.length);
            }
        }
        try (Stream<Path> files = Files.walk(disk)) {
            assertThat(files.filter(file -> file.toString().endsWith(".parquet")))
                    .isNotEmpty()
                    .allSatisfy(file -> assertThat(file)
                            .satisfies(whole -> assertThat(Files.size(whole)).isGreaterThan(2 * PART)));
        }
    }

    private static void pushDespite(LakeTable table) {
        try {
            pushAgain(table);
        } catch (RuntimeException lost) {
            assertThat(lost).isNotInstanceOf(IllegalArgumentException.class);
        }
    }

    private static void pushAgain(LakeTable table) {
        var _ = push(table, upsert(1, order(1, 20, "paid"), order(2, 5, "late"), order(3, 1, "new")));
    }

    private Lake open() {
        Map<String, String> properties = new HashMap<>(Map.of(
                Destination.S3_ENDPOINT,
                "http://127.0.0.1:" + line.port(),
                Destination.S3_PATH_STYLE,
                "true",
                Destination.REGION,
                "us-east-1",
                "s3.multipart.part-size-bytes",
                Integer.toString(PART)));
        Destination destination = Database.destination("s3://warehouse/demo", properties);
        return new Lake(
                Catalogs.open(
                        destination,
                        new LakeCredentials(Optional.empty(), Optional.of(LOGIN)),
                        new Network(WAITS, AllowedAddresses.ALL)),
                destination,
                KeyIndex.none());
    }
}
