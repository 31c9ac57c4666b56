package dev.ingest.path;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Two schedulers, one killed in the middle of ticks and runs: each due time of each pipeline has its run, once, and each run ends. */
class TwoSchedulersTest {
    private static final List<String> TENANTS = List.of("two-a", "two-b");
    private static final List<String> PIPELINES = List.of("customers", "refunds");

    /** Times of each pipeline that are due at once, an hour apart. */
    private static final int DUE = 2;

    private static final int TICKS_AT_ONCE = 3;
    private static final String AT = "its schedule, hourly, at ";

    /** As if nobody had been there for some hours: the rows are the tenant's, for the service's own role. */
    private static final String BECOMES_DUE = """
            update pipeline set next_nominal = cast(? as timestamptz), next_due = cast(? as timestamptz), planned_at = now()
            where tenant = ?""";

    private final Product product = Product.shared();
    private final AtomicInteger runsOfTheReplica = new AtomicInteger();

    @Test
    void eachDueTimeHasItsRunOnceAndEachRunEndsWhenOneOfTwoSchedulersIsKilled() throws SQLException {
        TENANTS.forEach(this::tenant);
        Instant first = Instant.now().truncatedTo(ChronoUnit.HOURS).minus(DUE - 1, ChronoUnit.HOURS);
        try (Replica replica = Replica.start(product)) {
            List<CompletableFuture<Void>> ticks = IntStream.range(0, TICKS_AT_ONCE)
                    .mapToObj(each -> CompletableFuture.runAsync(() -> tickUntilItDies(replica)))
                    .toList();
            for (String tenant : TENANTS) {
                due(tenant, first);
            }
            Product.await("the second scheduler has begun runs", () -> runsOfTheReplica.get() > 0);
            replica.kill();
            ticks.forEach(CompletableFuture::join);
        }

        for (String tenant : TENANTS) {
            PIPELINES.forEach(pipeline -> Product.await(
                    "all runs of %s/%s".formatted(tenant, pipeline),
                    () -> runs(tenant, pipeline).count() >= DUE
                            && runs(tenant, pipeline).noneMatch(TwoSchedulersTest::isActive)));
        }
        for (String tenant : TENANTS) {
            PIPELINES.forEach(pipeline -> assertOneRunForEachTime(tenant, pipeline, first));
        }
    }

    private void tenant(String tenant) {
        product.tenantWithShop(tenant);
        for (String pipeline : PIPELINES) {
            product.put("/api/v1/pipelines/" + pipeline, "tenant-admin@" + tenant, body(pipeline))
                    .expect(200);
        }
    }

    private String body(String stream) {
        return Product.json(Map.of(
                "connector", "orders",
                "credential", "shop",
                "namespace", "shop",
                "config", Map.of("base_url", product.stack.sampleApi(), "start_date", "2020-01-01T00:00:00Z"),
                "streams", List.of(Map.of("name", stream)),
                "schedule", "hourly",
                "timing", Map.of("catchUp", "ALL", "overlap", "QUEUE")));
    }

    private void due(String tenant, Instant first) throws SQLException {
        try (Connection control = DriverManager.getConnection(
                        variable("INGEST_CONTROL_JDBC_URL"),
                        variable("INGEST_CONTROL_APP_USER"),
                        variable("INGEST_CONTROL_APP_PASSWORD"));
                PreparedStatement whose = control.prepareStatement("select set_config('ingest.tenant', ?, false)");
                PreparedStatement moved = control.prepareStatement(BECOMES_DUE)) {
            whose.setString(1, tenant);
            whose.execute();
            moved.setString(1, first.toString());
            moved.setString(2, first.toString());
            moved.setString(3, tenant);
            assertThat(moved.executeUpdate()).isEqualTo(PIPELINES.size());
        }
    }

    private String variable(String name) {
        return Objects.requireNonNull(product.stack.environment().get(name), name);
    }

    private void tickUntilItDies(Replica replica) {
        String token = product.stack.token("service-cron");
        try {
            while (true) {
                JsonNode done = replica.tick(token).expect(200).json();
                runsOfTheReplica.addAndGet(done.get("runs").asInt());
            }
        } catch (UncheckedIOException died) {
            assertThat(runsOfTheReplica).as("it ticked before it died").hasPositiveValue();
        }
    }

    private Stream<JsonNode> runs(String tenant, String pipeline) {
        return product.get("scheduler", "/api/v1/pipelines/" + pipeline + "/runs", "tenant-admin@" + tenant)
                .expect(200)
                .json()
                .valueStream();
    }

    private static boolean isActive(JsonNode run) {
        return !run.hasNonNull("finishedAt");
    }

    private void assertOneRunForEachTime(String tenant, String pipeline, Instant first) {
        List<Instant> times = runs(tenant, pipeline)
                .map(run -> run.get("cause").asText())
                .peek(cause -> assertThat(cause).startsWith(AT))
                .map(cause -> Instant.parse(cause.substring(AT.length())))
                .toList();
        assertThat(times)
                .as("%s/%s", tenant, pipeline)
                .containsExactlyInAnyOrderElementsOf(Stream.iterate(first, time -> time.plus(1, ChronoUnit.HOURS))
                        .limit(times.size())
                        .toList());
        assertThat(runs(tenant, pipeline).map(run -> run.get("status").asText()))
                .as("%s/%s", tenant, pipeline)
                .containsOnly("succeeded");
        assertThat(product.rows(tenant, "shop." + pipeline))
                .as("%s/%s", tenant, pipeline)
                .isEqualTo(product.truth().get(pipeline).asLong());
    }
}
