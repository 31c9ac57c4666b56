package dev.ingest.scheduler.tick;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingest.contracts.Topics;
import dev.ingest.contracts.Ulid;
import dev.ingest.contracts.event.SliceRequested;
import dev.ingest.platform.kafka.EventPublisher;
import dev.ingest.scheduler.stack.Answer;
import dev.ingest.scheduler.stack.Api;
import dev.ingest.scheduler.stack.AppDatabase;
import dev.ingest.scheduler.stack.Attempts;
import dev.ingest.scheduler.stack.Eventually;
import dev.ingest.scheduler.stack.Log;
import dev.ingest.scheduler.stack.MovableClock;
import dev.ingest.scheduler.stack.SchedulerTest;
import dev.ingest.scheduler.stack.Shop;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

@SchedulerTest
class TickTest {
    private static final Duration OVERDUE = Duration.ofMinutes(16);

    @Inject
    AppDatabase database;

    @Inject
    EventPublisher publisher;

    @Inject
    Log log;

    @Inject
    MovableClock clock;

    @Test
    void duePipelineRunsOnceHoweverOftenAndOftenAtOnceItTicks() {
        Shop shop = Shop.open("t-due", Shop.ITEMS.replace("manual", "hourly"));
        tick();
        assertThat(log.requests("t-due")).isEmpty();
        clock.forward(Duration.ofHours(1));

        List<CompletableFuture<Answer>> ticks = Stream.generate(() -> CompletableFuture.supplyAsync(TickTest::tick))
                .limit(4)
                .toList();
        ticks.forEach(CompletableFuture::join);
        tick();

        assertThat(log.requests("t-due")).hasSize(1);
        assertThat(shop.admin().get("/api/v1/pipelines/shop/runs").json()).hasSize(1);
    }

    @Test
    void timeThatComesWhileTheLastRunIsNotDoneIsLeftOut() {
        Shop shop = Shop.open("t-busy", Shop.ITEMS.replace("manual", "hourly"));
        String first = shop.run();
        clock.forward(Duration.ofHours(1));

        tick();

        assertThat(shop.admin().get("/api/v1/pipelines/shop/runs").json()).hasSize(1);
        log.tell(Attempts.committed(log.requests("t-busy").getFirst(), "{}"));
        shop.run(first, "succeeded");
        clock.forward(Duration.ofHours(1));
        tick();
        assertThat(shop.admin().get("/api/v1/pipelines/shop/runs").json()).hasSize(2);
    }

    @Test
    void tableIsLookedAfterDailyForSomeDaysAfterItsLastCommit() {
        Shop shop = Shop.open("t-upkeep", Shop.ITEMS);
        String run = shop.run();
        log.tell(Attempts.committed(log.requests("t-upkeep").getFirst(), "{}"));
        shop.run(run, "succeeded");
        tick();
        assertThat(upkeeps()).isZero();

        clock.forward(Duration.ofHours(25));
        tick();
        tick();
        assertThat(upkeeps()).isEqualTo(1);

        for (int day = 0; day < 20; day++) {
            clock.forward(Duration.ofHours(25));
            tick();
        }
        assertThat(upkeeps()).as("and no longer").isBetween(8L, 12L);
    }

    private long upkeeps() {
        return log.upkeeps().stream().filter(key -> key.startsWith("t-upkeep")).count();
    }

    @Test
    void tickThatFindsNothingDueStartsAndRequestsNothing() {
        tick();

        Answer again = tick();

        assertThat(again.json().get("runs").asInt()).isZero();
        assertThat(again.json().get("slices").asInt()).isZero();
    }

    @Test
    void sliceWhoseRequestWaitsToBeReadIsNotOverdue() {
        Shop shop = Shop.open("t-queue", Shop.ITEMS);
        String run = shop.run();
        for (int i = 0; i < 10; i++) {
            clock.forward(OVERDUE);
            tick();
        }
        assertThat(log.requests("t-queue")).hasSize(1);
        assertThat(shop.run(run).text("status")).isEqualTo("running");

        log.executed();
        clock.forward(OVERDUE);
        tick();

        assertThat(log.requests("t-queue")).hasSize(2);
    }

    @Test
    void sliceThatNothingWasHeardOfIsRequestedAgainAndInTheEndFails() {
        Shop shop = Shop.open("t-silent", Shop.ITEMS);
        String run = shop.run();
        SliceRequested request = log.requests("t-silent").getFirst();

        log.executed();
        clock.forward(OVERDUE);
        tick();

        assertThat(log.requests("t-silent")).containsExactly(request, request);
        Answer failed = Eventually.when(
                () -> {
                    log.executed();
                    clock.forward(OVERDUE.multipliedBy(8));
                    tick();
                    return shop.run(run);
                },
                answer -> answer.text("status").equals("failed"));
        assertThat(failed.json().get("errors").get(0).get("message").asText())
                .isEqualTo("slice 1: nothing was heard of it after 8 requests");
        assertThat(log.requests("t-silent")).hasSize(8);
    }

    @Test
    void runWhoseProcessDiedBeforeItWasPlannedGoesOn() throws SQLException {
        Shop shop = Shop.open("t-queued", Shop.ITEMS);
        String run = new Ulid(clock).next();
        try (Connection app = database.connect("t-queued");
                Statement statement = app.createStatement()) {
            statement.execute("insert into run (id, tenant, pipeline, status, requested_at, cause) values"
                    + " ('%s', 't-queued', 'shop', 'QUEUED', '%s', 'a test')".formatted(run, clock.instant()));
            app.commit();
        }
        tick();
        assertThat(shop.run(run).text("status"))
                .as("somebody may still be at it")
                .isEqualTo("queued");

        clock.forward(Duration.ofMinutes(2));
        tick();

        assertThat(shop.run(run).text("status")).isEqualTo("running");
        assertThat(log.requestsOf("t-queued", run)).hasSize(1);
    }

    @Test
    void partitionWhoseMessagesArePutAsideIsWoken() {
        log.written();
        int before = writerWakeups(2);
        publisher
                .parked(2, new byte[0], new byte[0], List.of())
                .toCompletableFuture()
                .join();

        tick();

        var ignored = Eventually.when(() -> writerWakeups(2), count -> count > before);
    }

    private int writerWakeups(int partition) {
        return Math.toIntExact(log.wakeups(Topics.WAKEUPS_WRITER).stream()
                .filter(wakeup -> wakeup.getKey() == partition)
                .count());
    }

    @Test
    void partitionsThatLagAreWoken() {
        Shop.open("t-lag", Shop.ITEMS).run();
        int before = log.wakeups(Topics.WAKEUPS_EXECUTOR).size();

        Answer done = tick();

        assertThat(done.json().get("wakeups").asInt()).isPositive();
        var ignored = Eventually.when(() -> log.wakeups(Topics.WAKEUPS_EXECUTOR).size(), count -> count > before);
        assertThat(log.wakeups(Topics.WAKEUPS_EXECUTOR)).allSatisfy(wakeup -> {
            assertThat(wakeup.getValue().topic()).isEqualTo(Topics.REQUESTS);
            assertThat(wakeup.getValue().partition()).isEqualTo(wakeup.getKey());
        });
    }

    @Test
    void operatorMayTickToo() {
        assertThat(Api.as("operator").post("/internal/v1/tick", "").status()).isEqualTo(200);
    }

    private static Answer tick() {
        Answer answer = Api.as("service-cron").post("/internal/v1/tick", "");
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer;
    }
}
