package dev.ingest.writer.drain;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ingest.destination.Lakes;
import dev.ingest.lake.Batch;
import dev.ingest.lake.LakeTable;
import dev.ingest.lake.Message;
import dev.ingest.lake.Offsets;
import dev.ingest.lake.Op;
import dev.ingest.lake.Position;
import dev.ingest.lake.PushResult;
import dev.ingest.platform.drain.FencedException;
import dev.ingest.writer.iceberg.TableSpecs;
import dev.ingest.writer.stack.Service;
import dev.ingest.writer.stack.Tenant;
import dev.ingest.writer.stack.WriterStack;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Two owners of one partition, as two processes would be: nothing but the table is between them. */
@QuarkusTest
@WithTestResource(WriterStack.class)
class FencingTest {
    @Inject
    Service writer;

    @Inject
    Lives lives;

    @Inject
    Lakes lakes;

    @Inject
    WriterSettings settings;

    @Test
    void twoOwnersOfAPartitionApplyItsMessagesOnce() throws InterruptedException {
        Tenant shop = writer.tenant();
        writer.declare(shop.appends(2));
        Lives.Place place = lives.from(shop);
        for (int i = 0; i < 10; i++) {
            shop.push("{\"id\":%d}".formatted(100 + i));
        }
        List<Callable<Boolean>> owners = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            owners.add(() -> {
                try (Lives.Life life = lives.start(place, Clock.systemUTC(), Crashes.never())) {
                    return life.drain();
                }
            });
        }
        try (var threads = Executors.newFixedThreadPool(owners.size())) {
            for (Future<Boolean> owner : threads.invokeAll(owners)) {
                assertThat(ended(owner)).isTrue();
            }
        }
        try (Lives.Life life = lives.start(place, Clock.systemUTC(), Crashes.never())) {
            assertThat(life.drain()).isTrue();
        } catch (FencedException fenced) {
            throw new AssertionError(fenced);
        }
        assertThat(shop.rows()).hasSize(10).doesNotHaveDuplicates();
    }

    @Test
    void deadlineThatIsOverBeginsNothing() throws FencedException, InterruptedException {
        Tenant shop = writer.tenant();
        writer.declare(shop.appends(1));
        Lives.Place place = lives.from(shop);
        shop.push("{\"id\":1}");
        shop.push("{\"id\":2}");
        try (Lives.Life life = lives.start(place, Clock.systemUTC(), Crashes.never())) {
            assertThat(life.drain(Instant.EPOCH)).isFalse();
            assertThat(shop.rows()).isEmpty();
            assertThat(life.drain()).isTrue();
        }
        assertThat(shop.rows()).hasSize(2);
    }

    @Test
    void ownerThatIsOvertakenTwiceLeavesThePartition() {
        Tenant shop = writer.tenant();
        writer.declare(shop.appends());
        var insist = new Insistence(
                new TableKey(shop.id(), shop.table()),
                settings.commitPatience(),
                settings.commitPause(),
                Instant.now().plusSeconds(240),
                Clock.systemUTC());
        try (Lakes.Lease lease = lakes.lease(shop.id(), shop.appends().destination())) {
            LakeTable table = lease.lake().table(TableSpecs.inLake(shop.appends()));
            var offset = new AtomicLong();
            assertThatThrownBy(() -> insist.on(() -> {
                        LakeTable other = lease.lake().find(table.id()).orElseThrow();
                        push(other, offset.incrementAndGet());
                        return push(table, offset.incrementAndGet());
                    }))
                    .isInstanceOf(FencedException.class)
                    .hasMessageContaining(shop.key());
            assertThat(offset).as("tried twice").hasValue(4);
        }
    }

    private static PushResult push(LakeTable table, long offset) {
        var position = new Position("topic-id", 0, offset);
        var message = new Message(position, Op.UPSERT, "{\"id\":1}\n".getBytes(UTF_8));
        return table.push(new Batch(List.of(message)), Offsets.of(position), rejected -> {});
    }

    /** Done, or fenced: another owner did it. */
    private static boolean ended(Future<Boolean> owner) throws InterruptedException {
        try {
            return owner.get();
        } catch (ExecutionException failure) {
            return failure.getCause() instanceof FencedException;
        }
    }
}
