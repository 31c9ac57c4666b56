package dev.ingest.writer.drain;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ingest.contracts.Topics;
import dev.ingest.contracts.event.TableCommitted;
import dev.ingest.platform.drain.FencedException;
import dev.ingest.platform.drain.SourcePartition;
import dev.ingest.platform.kafka.EventCodec;
import dev.ingest.writer.stack.Log;
import dev.ingest.writer.stack.Service;
import dev.ingest.writer.stack.Tenant;
import dev.ingest.writer.stack.WriterStack;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(WriterStack.class)
class FairnessTest {
    private static final int GIANT = 60;

    @Inject
    Service writer;

    @Inject
    Log log;

    @Inject
    EventCodec codec;

    @Inject
    Lives lives;

    @Inject
    Own own;

    private Tenant giant;
    private Tenant small;
    private Lives.Place place;

    @BeforeEach
    void tenants() {
        giant = writer.tenant();
        small = writer.tenantOnPartitionOf(giant);
        place = lives.from(giant);
    }

    /** Each message of it is a commit. */
    private void pushGiant() {
        writer.declare(giant.appends(1));
        for (int i = 1; i <= GIANT; i++) {
            giant.push("{\"id\":%d}".formatted(100 + i));
        }
    }

    @Test
    void smallTableBehindAGiantOneWaitsForNoMoreThanItsTurn() throws FencedException, InterruptedException {
        pushGiant();
        writer.declare(small.appends());
        small.push("{\"id\":1}");
        assertThat(drain(new Window(1 << 20))).isTrue();
        var smalls = log.facts(small.id(), TableCommitted.class).getFirst().committedAt();
        long before = log.facts(giant.id(), TableCommitted.class).stream()
                .filter(commit -> commit.committedAt().isBefore(smalls))
                .count();
        assertThat(before).as("commits of the giant before the small one's").isLessThanOrEqualTo(2 * 10);
        assertThat(giant.rows()).hasSize(GIANT);
    }

    @Test
    void whatDoesNotFitAGiantsShareIsPassedOverAndReadAgain() throws FencedException, InterruptedException {
        pushGiant();
        writer.declare(small.appends());
        small.push("{\"id\":1}");
        var window = new Window(2 * heldByGiants(25));
        assertThat(drain(window)).isFalse();
        assertThat(small.rows()).hasSize(1);
        assertThat(giant.rows()).hasSize(25);
        assertThat(drain(window)).isFalse();
        assertThat(drain(window)).isTrue();
        assertThat(giant.rows())
                .containsExactlyElementsOf(IntStream.rangeClosed(101, 100 + GIANT)
                        .mapToObj("%d/null/null"::formatted)
                        .toList());
        assertThat(small.rows()).hasSize(1);
        assertThat(window.hasRoom()).isTrue();
    }

    private long heldByGiants(int messages) {
        var reader = new IncomingReader(codec);
        return log.all(Topics.RECORDS).stream()
                .filter(message -> message.key() != null && new String(message.key(), UTF_8).equals(giant.key()))
                .limit(messages)
                .mapToLong(
                        message -> ((Incoming.OfTable) reader.read(new SourcePartition("topic-id", 0), message)).held())
                .sum();
    }

    @Test
    void tableThatFailsStopsNobody() throws FencedException, InterruptedException {
        own.hasNoCatalog(giant);
        writer.declare(giant.appendsIn(own.of(giant)));
        writer.declare(small.appends());
        giant.push("{\"id\":1}");
        small.push("{\"id\":1}");
        var window = new Window(1 << 20);
        assertThatThrownBy(() -> drain(window)).isInstanceOf(RuntimeException.class);
        assertThat(small.rows()).containsExactly("1/null/null");
        assertThat(log.parked(giant.key())).isEmpty();
        own.isThere(giant);
        assertThat(drain(window)).isTrue();
        assertThat(own.ids(giant, "orders")).containsExactly(1L);
        assertThat(small.rows()).containsExactly("1/null/null");
    }

    private boolean drain(Window window) throws FencedException, InterruptedException {
        try (Lives.Life life = lives.start(place, Clock.systemUTC(), Crashes.never(), window)) {
            return life.drain();
        }
    }
}
