package dev.ingest.writer.drain;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ingest.contracts.Topics;
import dev.ingest.contracts.event.SliceAttempt;
import dev.ingest.contracts.event.SliceCompleted;
import dev.ingest.contracts.event.SliceFailed;
import dev.ingest.contracts.event.TableCaughtUp;
import dev.ingest.contracts.event.TableCommitted;
import dev.ingest.contracts.event.TableParked;
import dev.ingest.platform.drain.FencedException;
import dev.ingest.writer.parked.Parked;
import dev.ingest.writer.parked.ParkedLog;
import dev.ingest.writer.parked.Trouble;
import dev.ingest.writer.parked.Turn;
import dev.ingest.writer.stack.Log;
import dev.ingest.writer.stack.Service;
import dev.ingest.writer.stack.Tenant;
import dev.ingest.writer.stack.WriterStack;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A table cannot be committed while the control plane does not know it; whatever the reason, what waits is handled the same. */
@QuarkusTest
@WithTestResource(WriterStack.class)
class ParkedReplayTest {
    @Inject
    Service writer;

    @Inject
    Log log;

    @Inject
    Lives lives;

    @Inject
    ParkedLog parked;

    private Instant now = Instant.now();
    private final Clock clock = ((InstantSource) () -> now).withZone(ZoneOffset.UTC);
    private Tenant shop;
    private Lives.Place place;

    @BeforeEach
    void tenant() {
        shop = writer.tenant();
        place = lives.from(shop);
    }

    @Test
    void whatWaitsIsAppliedBeforeWhatCameAfterIt() throws FencedException, InterruptedException {
        shop.push(order(1, "first"));
        drain();
        shop.push(order(1, "second"));
        drain();
        writer.declare(shop.upsertsAsTheyCome());
        shop.push(order(1, "third"), order(2, "only"));
        now = now.plus(Duration.ofHours(1));
        drain();
        assertThat(shop.rows()).containsExactly("1/null/third", "2/null/only");
        assertThat(log.facts(shop.id(), TableParked.class))
                .isNotEmpty()
                .allSatisfy(told -> assertThat(told.reason()).contains("does not exist"));
        assertThat(log.facts(shop.id(), TableCaughtUp.class)).hasSize(1);
        assertThat(log.facts(shop.id(), TableCommitted.class).stream()
                        .mapToLong(TableCommitted::bytes)
                        .sum())
                .as("what was used, once")
                .isEqualTo(order(1, "first").length()
                        + order(1, "second").length()
                        + order(1, "third").length()
                        + order(2, "only").length()
                        + 4);
    }

    @Test
    void tableThatWaitsIsTriedAgainLaterAndLater() throws FencedException, InterruptedException {
        shop.push(order(1, "a"));
        try (Lives.Life life = lives.start(place, clock, Crashes.never())) {
            var ignored = life.drain();
            assertThat(life.isDue()).isFalse();
            now = now.plusSeconds(15);
            assertThat(life.isDue()).isTrue();
            ignored = life.drain();
            now = now.plusSeconds(15);
            assertThat(life.isDue()).isFalse();
            now = now.plusSeconds(15);
            assertThat(life.isDue()).isTrue();
            writer.declare(shop.appends());
            ignored = life.drain();
            assertThat(life.isDue()).isFalse();
        }
        assertThat(shop.rows()).containsExactly("1/null/a");
    }

    @Test
    void neighboursGoOnMeanwhile() throws FencedException, InterruptedException {
        Tenant neighbour = writer.tenantOnPartitionOf(shop);
        writer.declare(neighbour.appends());
        shop.push(order(1, "a"));
        neighbour.push(order(1, "b"));
        drain();
        neighbour.push(order(2, "c"));
        drain();
        assertThat(neighbour.rows()).containsExactly("1/null/b", "2/null/c");
        assertThat(log.facts(neighbour.id(), TableParked.class)).isEmpty();
    }

    @Test
    void sliceThatWaitedIsCommittedAfterItsRunWasTold() throws FencedException, InterruptedException {
        SliceAttempt slice = shop.attempt(1);
        shop.page(slice, 1, order(1, "a"));
        shop.mark(new SliceCompleted(slice, 1, 1, 10, Optional.empty()));
        drain();
        assertThat(log.facts(shop.id(), SliceFailed.class))
                .extracting(SliceFailed::attempt)
                .containsExactly(slice);
        writer.declare(shop.appends());
        now = now.plus(Duration.ofHours(1));
        drain();
        assertThat(shop.rows()).containsExactly("1/null/a");
        assertThat(log.facts(shop.id(), TableCommitted.class))
                .extracting(TableCommitted::slice)
                .containsExactly(Optional.of(slice));
    }

    /** Kafka may lose a message and take the one behind it; the drain fails then, and all of them come again. */
    @Test
    void messageWhoseTurnHasNotComeWaitsForTheOneBeforeIt() throws FencedException, InterruptedException {
        shop.push(order(1, "first"));
        shop.push(order(1, "second"));
        var second = messages().get(1);
        var lost = new Parked(
                place.source(),
                second,
                new Trouble(SliceFailed.Kind.TRANSIENT, "the one before it is lost"),
                Optional.of(new Turn("lossy", 1, 2)));
        parked.add(lost).toCompletableFuture().join();
        writer.declare(shop.appends());
        drain();
        assertThat(shop.rows()).containsExactly("1/null/first", "1/null/second");
    }

    @Test
    void crashAtAnyPlaceLosesNothingAndDoublesNothing() throws InterruptedException {
        int place = 1;
        while (survives(place)) {
            place++;
        }
        assertThat(place).as("places").isGreaterThan(25);
    }

    /** Answers whether there was such a place. */
    private boolean survives(int crashPlace) throws InterruptedException {
        tenant();
        Tenant neighbour = writer.tenantOnPartitionOf(shop);
        writer.declare(neighbour.appends());
        Crashes crashes = Crashes.at(crashPlace);
        shop.push(order(1, "a"));
        shop.push(order(2, "b"));
        neighbour.push(order(1, "x"));
        drain(crashes);
        shop.push(order(3, "c"));
        neighbour.push(order(2, "y"));
        drain(crashes);
        writer.declare(shop.appends());
        shop.push(order(4, "d"));
        now = now.plus(Duration.ofHours(1));
        drain(crashes);
        now = now.plus(Duration.ofHours(1));
        drain(crashes);
        shop.push(order(5, "e"));
        drain(crashes);
        assertThat(shop.rows())
                .as("crash at place %d", crashPlace)
                .containsExactly("1/null/a", "2/null/b", "3/null/c", "4/null/d", "5/null/e");
        assertThat(neighbour.rows()).as("crash at place %d", crashPlace).containsExactly("1/null/x", "2/null/y");
        return crashes.happened();
    }

    @Test
    void twoProcessesThatReplayAtOnceApplyItOnce() throws Exception {
        for (int i = 1; i <= 5; i++) {
            shop.push(order(i, "a"));
        }
        drain();
        writer.declare(shop.appends(2));
        now = now.plus(Duration.ofHours(1));
        List<Callable<Boolean>> owners = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            owners.add(() -> {
                try (Lives.Life life = lives.start(place, clock, Crashes.never())) {
                    return life.drain();
                }
            });
        }
        try (var threads = Executors.newFixedThreadPool(owners.size())) {
            for (Future<Boolean> owner : threads.invokeAll(owners)) {
                assertThat(isEnded(owner)).isTrue();
            }
        }
        now = now.plus(Duration.ofHours(1));
        drain();
        assertThat(shop.rows()).containsExactly("1/null/a", "2/null/a", "3/null/a", "4/null/a", "5/null/a");
    }

    /** Done, or fenced: another owner did it. */
    private static boolean isEnded(Future<Boolean> owner) throws InterruptedException {
        try {
            return owner.get() != null;
        } catch (ExecutionException failure) {
            return failure.getCause() instanceof FencedException;
        }
    }

    private void drain() throws FencedException, InterruptedException {
        try (Lives.Life life = lives.start(place, clock, Crashes.never())) {
            assertThat(life.drain()).isTrue();
        }
    }

    /** In one process, and in another one if that died. */
    private void drain(Crashes crashes) throws InterruptedException {
        for (int life = 0; life < 2; life++) {
            boolean before = crashes.happened();
            try (Lives.Life one = lives.start(place, clock, crashes)) {
                assertThat(one.drain()).isTrue();
                return;
            } catch (Crashes.Crash died) {
                assertThat(before).isFalse();
            } catch (FencedException fenced) {
                throw new AssertionError(fenced);
            }
        }
        throw new AssertionError("died twice");
    }

    private List<ConsumerRecord<byte[], byte[]>> messages() {
        return log.all(Topics.RECORDS).stream()
                .filter(message -> message.key() != null && new String(message.key(), UTF_8).equals(shop.key()))
                .toList();
    }

    private static String order(int id, String note) {
        return "{\"id\":%d,\"note\":\"%s\"}".formatted(id, note);
    }
}
