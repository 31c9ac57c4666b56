package dev.ingest.writer.drain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingest.contracts.event.Rest;
import dev.ingest.contracts.event.SliceAborted;
import dev.ingest.contracts.event.SliceAttempt;
import dev.ingest.contracts.event.SliceCompleted;
import dev.ingest.contracts.event.SliceStaged;
import dev.ingest.contracts.event.StreamCompleted;
import dev.ingest.contracts.event.StreamFailed;
import dev.ingest.contracts.event.StreamRun;
import dev.ingest.contracts.event.TableCommitted;
import dev.ingest.writer.stack.Log;
import dev.ingest.writer.stack.Service;
import dev.ingest.writer.stack.Tenant;
import dev.ingest.writer.stack.WriterStack;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A table that every run brings anew. */
@QuarkusTest
@WithTestResource(WriterStack.class)
class RefreshTest {
    @Inject
    Service writer;

    @Inject
    Log log;

    private Tenant shop;

    @BeforeEach
    void tenant() {
        shop = writer.tenant();
        writer.declare(shop.refreshes());
    }

    @Test
    void runTakesTheOldTablesPlaceWhenItIsWhole() {
        slice("run-1", 1, "{\"id\":1,\"note\":\"old\"}");
        shop.mark(whole("run-1", 1, 1, 1));
        slice("run-2", 2, "{\"id\":2,\"note\":\"new\"}");
        shop.drain();
        assertThat(shop.rows()).containsExactly("1/null/old");

        slice("run-2", 3, "{\"id\":3,\"note\":\"new\"}", "{\"id\":4}");
        shop.mark(whole("run-2", 2, 3, 3));
        shop.drain();
        shop.drainAgain();

        assertThat(shop.rows()).containsExactly("2/null/new", "3/null/new", "4/null/null");
        // what is told again names the file that shows it now
        assertThat(log.facts(shop.id(), TableCommitted.class).stream()
                        .map(fact -> org.assertj.core.groups.Tuple.tuple(
                                fact.refresh().orElseThrow().run(), fact.rows(), fact.bytes()))
                        .distinct())
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("run-1", 1L, 10L),
                        org.assertj.core.groups.Tuple.tuple("run-2", 3L, 20L));
        assertThat(log.usage(shop.id()).stream().map(usage -> usage.pipeline().orElseThrow()))
                .containsOnly("shop");
    }

    @Test
    void stagedSliceIsToldWithWhatItLeft() {
        var rest = new Rest("{\"page\":3}", Instant.parse("2026-01-01T01:00:00Z"));
        SliceAttempt attempt = shop.attempt("run-1", 1);
        shop.page(attempt, 1, "{\"id\":1}");
        shop.mark(new SliceCompleted(attempt, 1, 1, 10, Optional.empty(), Optional.of(rest)));
        shop.drain();
        shop.drainAgain();
        assertThat(shop.rows()).isEmpty();
        assertThat(log.facts(shop.id(), TableCommitted.class)).isEmpty();
        assertThat(log.facts(shop.id(), SliceStaged.class))
                .hasSize(2)
                .containsOnly(new SliceStaged(shop.id(), attempt, Optional.of(rest), 1, 10));
    }

    @Test
    void runThatLacksASliceIsNotSwappedIn() {
        slice("run-1", 1, "{\"id\":1}");
        SliceAttempt aborted = shop.attempt("run-1", 2);
        shop.page(aborted, 1, "{\"id\":2}");
        shop.mark(new SliceAborted(aborted));
        shop.mark(whole("run-1", 2, 2, 2));
        shop.drain();
        assertThat(shop.rows()).isEmpty();
        List<StreamFailed> failed = log.facts(shop.id(), StreamFailed.class);
        assertThat(failed).singleElement().satisfies(fact -> {
            assertThat(fact.of()).isEqualTo(new StreamRun("shop", "run-1", "orders"));
            assertThat(fact.message()).contains("slices=1").contains("slices=2");
        });
    }

    private void slice(String run, long number, String... records) {
        SliceAttempt attempt = shop.attempt(run, number);
        shop.page(attempt, 1, records);
        shop.mark(new SliceCompleted(attempt, 1, records.length, 10, Optional.empty()));
    }

    private static StreamCompleted whole(String run, int slices, long through, long records) {
        return new StreamCompleted(new StreamRun("shop", run, "orders"), slices, through, records, 10L * slices);
    }
}
