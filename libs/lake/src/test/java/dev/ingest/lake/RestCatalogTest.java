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

import dev.ingest.lake.LakeCredentials.Login;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Tables whose catalog is Iceberg's REST protocol. */
class RestCatalogTest {

    private static final Login CLIENT = new Login("writer", "s3cret");

    @TempDir
    Path warehouse;

    private RestServer server;

    @BeforeEach
    void start() throws IOException {
        Destination behind = Database.destination("file:" + warehouse, Map.of());
        server = new RestServer(Catalogs.open(behind, LakeCredentials.none(), Network.OWN));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private Destination destination(String... root) {
        return new Destination("rest", CatalogKind.REST, server.uri(), "file:" + warehouse, List.of(root), Map.of());
    }

    private Lake open(String... root) {
        return Lake.open(destination(root), LakeCredentials.none());
    }

    private static LakeCredentials client(Login login) {
        return new LakeCredentials(Optional.of(login), Optional.empty());
    }

    @Test
    void rowsTravelThroughTheCatalog() {
        try (Lake lake = open("acme", "eu")) {
            LakeTable table = lake.table(orders());
            push(table, upsert(0, order(1, 1, "new"), order(2, 1, "new")));
            push(table, upsert(1, order(1, 2, "paid")));
            table.stage(slice(1, 'A'), batch(upsert(100, order(2, 5, "sent"))), NONE_REJECTED);
            table.publish(slice(1, 'A'), new Expected(1, 1), Optional.empty(), Offsets.none());
            assertThat(statuses(lake.table(orders()))).isEqualTo(Map.of("1", "paid", "2", "sent"));
            assertThat(lake.tables()).containsExactly(Given.ORDERS);
        }
        assertThat(warehouse.resolve("shop/orders/data")).isDirectory();
    }

    @Test
    void whatIsNotUnderTheRootIsNeitherSeenNorReached() {
        try (Lake one = open("acme");
                Lake other = open("globex");
                Lake beside = open("acme", "shop")) {
            push(one.table(orders()), upsert(0, order(1, 1, "new")));
            assertThat(other.tables()).isEmpty();
            assertThat(other.find(Given.ORDERS)).isEmpty();
            assertThat(beside.find(Given.ORDERS)).isEmpty();
        }
    }

    @Test
    void clientLogsInAndAgainWhenItsTokenHasEnded() {
        server.require(CLIENT.id(), CLIENT.secret());
        try (Lake lake = Lake.open(destination("acme"), client(CLIENT))) {
            push(lake.table(orders()), upsert(0, order(1, 1, "new")));
            server.forgetTokens();
            push(lake.table(orders()), upsert(1, order(1, 2, "paid")));
            assertThat(statuses(lake.table(orders()))).isEqualTo(Map.of("1", "paid"));
        }
        assertThat(server.requests().stream().filter("POST oauth/tokens"::equals))
                .hasSize(2);
    }

    @Test
    void wrongSecretIsRefusedAndNeverPrinted() {
        server.require(CLIENT.id(), CLIENT.secret());
        assertThatThrownBy(() -> Lake.open(destination("acme"), client(new Login("writer", "wrong-secret"))))
                .isInstanceOf(LakeException.class)
                .hasMessage("%s/v1/oauth/tokens gives no token: status 401, error ''", server.uri())
                .hasStackTraceContaining("401")
                .satisfies(refused -> assertThat(refused.toString()).doesNotContain("wrong-secret"));
    }

    @Test
    void writersOfOneTableAtOnceApplyEveryMessageOnce() throws Exception {
        try (ExecutorService threads = Executors.newFixedThreadPool(3)) {
            List<Future<Integer>> writers =
                    Stream.generate(() -> threads.submit(this::drain)).limit(3).toList();
            for (Future<Integer> writer : writers) {
                assertThat(writer.get()).isNotNegative();
            }
        }
        try (Lake lake = open("acme")) {
            assertThat(lake.table(orders()).progress().offsets()).isEqualTo(upTo(3));
            assertThat(statuses(lake.table(orders()))).hasSize(4);
            assertThat(lake.table(orders()).snapshots())
                    .as("root and four messages")
                    .hasSize(5);
        }
    }

    private int drain() {
        int fenced = 0;
        try (Lake own = open("acme")) {
            LakeTable table = own.table(orders());
            for (int offset = 0; offset < 4; ) {
                try {
                    push(table, upsert(offset, order(offset, 1, "new")));
                    offset++;
                } catch (FencedException e) {
                    fenced++;
                }
            }
        }
        return fenced;
    }

    /** Each request of making a table, of a push and of a slice's way to main fails in turn; then everything is done again. */
    @ParameterizedTest
    @EnumSource
    void everythingIsDoneOnceWhicheverRequestFails(Faults.Way way) {
        int failing = 0;
        int made;
        do {
            failing++;
            TableSpec spec = orders("orders_" + failing);
            server.fail(new RestServer.Fault(way, failing));
            attempt(spec);
            made = server.requests().size();
            server.fail(new RestServer.Fault(way, 0));
            try (Lake lake = open("acme")) {
                work(lake, spec);
                LakeTable table = lake.table(spec);
                assertThat(statuses(table)).as("%s %d", way, failing).isEqualTo(Map.of("1", "paid", "2", "sent"));
                assertThat(table.count()).isEqualTo(2);
                assertThat(table.snapshots()).as("%s %d", way, failing).hasSize(3);
                assertThat(table.engine().table().refs()).containsOnlyKeys("main", "ingest-root");
            }
        } while (made >= failing);
        assertThat(failing).isGreaterThan(10);
    }

    private void attempt(TableSpec spec) {
        try (Lake lake = open("acme")) {
            work(lake, spec);
        } catch (RuntimeException expected) {
            assertThat(server.requests()).as("%s", expected).isNotEmpty();
        }
    }

    private static void work(Lake lake, TableSpec spec) {
        LakeTable table = lake.table(spec);
        push(table, upsert(0, order(1, 2, "paid"), order(2, 1, "new")));
        SliceAttempt slice = slice(1, 'A');
        table.stage(slice, batch(upsert(100, order(2, 5, "sent"))), NONE_REJECTED);
        table.publish(slice, new Expected(1, 1), Optional.empty(), Offsets.none());
    }
}
