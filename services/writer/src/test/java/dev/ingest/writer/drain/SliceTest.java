package dev.ingest.writer.drain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingest.contracts.event.Rest;
import dev.ingest.contracts.event.SliceAborted;
import dev.ingest.contracts.event.SliceAttempt;
import dev.ingest.contracts.event.SliceCompleted;
import dev.ingest.contracts.event.SliceFailed;
import dev.ingest.contracts.event.StreamCompleted;
import dev.ingest.contracts.event.StreamRun;
import dev.ingest.contracts.event.TableCommitted;
import dev.ingest.contracts.event.UsageRecorded;
import dev.ingest.lake.TableId;
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

@QuarkusTest
@WithTestResource(WriterStack.class)
class SliceTest {
    private static final Optional<String> STATE = Optional.of("{\"updated_at\":\"2026-01-01\"}");

    @Inject
    Service writer;

    @Inject
    Log log;

    private Tenant shop;

    @BeforeEach
    void tenant() {
        shop = writer.tenant();
        writer.declare(shop.upserts());
    }

    @Test
    void sliceIsInvisibleUntilItIsComplete() {
        SliceAttempt slice = shop.attempt(1);
        shop.page(slice, 1, "{\"id\":1}", "{\"id\":2}");
        shop.drain();
        assertThat(shop.rows()).isEmpty();
        shop.page(slice, 2, "{\"id\":3}");
        shop.mark(new SliceCompleted(slice, 2, 3, 77, STATE));
        shop.drain();
        assertThat(shop.rows()).hasSize(3);
        assertThat(log.facts(shop.id(), TableCommitted.class)).singleElement().satisfies(commit -> {
            assertThat(commit.slice()).contains(slice);
            assertThat(commit.state()).isEqualTo(STATE);
            assertThat(commit.rows()).isEqualTo(3);
            assertThat(commit.bytes()).isEqualTo(77);
        });
        assertThat(log.usage(shop.id()))
                .extracting(UsageRecorded::pipeline)
                .containsExactly(Optional.of(slice.pipeline()));
    }

    @Test
    void emptySliceIsProgressToo() {
        SliceAttempt slice = shop.attempt(1);
        shop.mark(new SliceCompleted(slice, 0, 0, 2, STATE));
        shop.drain();
        assertThat(log.facts(shop.id(), TableCommitted.class)).singleElement().satisfies(commit -> {
            assertThat(commit.slice()).contains(slice);
            assertThat(commit.rows()).isZero();
        });
    }

    @Test
    void pagesOfADeadAttemptDoNotMixWithThoseOfTheNext() {
        SliceAttempt dead = shop.attempt(1);
        shop.page(dead, 1, "{\"id\":1}", "{\"id\":2}");
        shop.drain();
        SliceAttempt next = shop.attempt(1);
        shop.page(next, 1, "{\"id\":1}", "{\"id\":2}");
        shop.page(next, 2, "{\"id\":3}");
        shop.mark(new SliceCompleted(next, 2, 3, 10, STATE));
        shop.drain();
        assertThat(shop.rows()).containsExactly("1/null/null", "2/null/null", "3/null/null");
    }

    @Test
    void attemptThatWasOvertakenChangesNothing() {
        SliceAttempt late = shop.attempt(1);
        SliceAttempt next = shop.attempt(1);
        shop.page(next, 1, "{\"id\":1,\"note\":\"next\"}");
        shop.page(late, 1, "{\"id\":1,\"note\":\"late\"}");
        shop.mark(new SliceCompleted(late, 1, 1, 10, STATE));
        shop.mark(new SliceCompleted(next, 1, 1, 10, STATE));
        shop.drain();
        assertThat(shop.rows()).containsExactly("1/null/next");
        assertThat(log.facts(shop.id(), SliceFailed.class)).isEmpty();
    }

    @Test
    void sliceWithAPageMissingIsNotPublishedAndHasToBeRequestedAgain() {
        SliceAttempt slice = shop.attempt(1);
        shop.page(slice, 1, "{\"id\":1}");
        shop.mark(new SliceCompleted(slice, 2, 2, 10, STATE));
        shop.drain();
        assertThat(shop.rows()).isEmpty();
        assertThat(log.facts(shop.id(), TableCommitted.class)).isEmpty();
        assertThat(log.facts(shop.id(), SliceFailed.class)).singleElement().satisfies(failed -> {
            assertThat(failed.attempt()).isEqualTo(slice);
            assertThat(failed.kind()).isEqualTo(SliceFailed.Kind.TRANSIENT);
            assertThat(failed.message()).contains("pages=1").contains("pages=2");
        });
    }

    @Test
    void sliceThatIsCompletedTwiceIsToldTwiceAndAppliedOnce() {
        SliceAttempt slice = shop.attempt(1);
        shop.page(slice, 1, "{\"id\":1}");
        shop.mark(new SliceCompleted(slice, 1, 1, 10, STATE));
        shop.mark(new SliceCompleted(slice, 1, 1, 10, STATE));
        shop.drain();
        shop.drainAgain();
        assertThat(shop.rows()).containsExactly("1/null/null");
        List<TableCommitted> told = log.facts(shop.id(), TableCommitted.class);
        assertThat(told).hasSize(4).allSatisfy(fact -> assertThat(fact).isEqualTo(told.getFirst()));
    }

    @Test
    void sliceThatIsFetchedTwiceIsAppliedOnce() {
        writer.declare(shop.appends());
        SliceAttempt one = shop.attempt(1);
        shop.page(one, 1, "{\"id\":1}");
        shop.mark(new SliceCompleted(one, 1, 1, 10, STATE));
        SliceAttempt other = shop.attempt(1);
        shop.page(other, 1, "{\"id\":1}");
        shop.mark(new SliceCompleted(other, 1, 1, 10, STATE));
        shop.drain();
        assertThat(shop.rows()).containsExactly("1/null/null");
        assertThat(log.facts(shop.id(), TableCommitted.class))
                .hasSize(2)
                .extracting(TableCommitted::slice)
                .containsOnly(Optional.of(one));
    }

    @Test
    void whatASliceLeftIsToldWithItsCommitWhoeverAsksAgain() {
        var rest = new Rest("{\"updated_at\":\"2026-01-01\"}", Instant.parse("2026-01-01T01:00:00.5Z"));
        SliceAttempt one = shop.attempt(1);
        shop.page(one, 1, "{\"id\":1}");
        shop.mark(new SliceCompleted(one, 1, 1, 10, Optional.empty(), Optional.of(rest)));
        shop.drain();
        SliceAttempt other = shop.attempt(1);
        shop.page(other, 1, "{\"id\":1}", "{\"id\":2}");
        shop.mark(new SliceCompleted(other, 1, 2, 10, STATE));
        shop.drain();
        shop.drainAgain();
        assertThat(log.facts(shop.id(), TableCommitted.class)).hasSize(4).allSatisfy(commit -> {
            assertThat(commit.slice()).contains(one);
            assertThat(commit.rest()).contains(rest);
            assertThat(commit.state()).isEmpty();
        });
    }

    @Test
    void completionOfAnOvertakenAttemptThatArrivesLaterIsNoFailure() {
        SliceAttempt late = shop.attempt(1);
        shop.page(late, 1, "{\"id\":1,\"note\":\"late\"}");
        SliceAttempt next = shop.attempt(1);
        shop.page(next, 1, "{\"id\":1,\"note\":\"next\"}");
        shop.drain();
        shop.mark(new SliceCompleted(late, 1, 1, 10, STATE));
        shop.drain();
        assertThat(log.facts(shop.id(), SliceFailed.class)).isEmpty();
        shop.mark(new SliceCompleted(next, 1, 1, 10, STATE));
        shop.drain();
        assertThat(shop.rows()).containsExactly("1/null/next");
        assertThat(log.facts(shop.id(), SliceFailed.class)).isEmpty();
    }

    @Test
    void abortedAttemptLeavesNothingBehind() {
        SliceAttempt slice = shop.attempt(1);
        shop.page(slice, 1, "{\"id\":1}");
        shop.mark(new SliceAborted(slice));
        shop.drain();
        shop.mark(new SliceCompleted(slice, 1, 1, 10, STATE));
        shop.drain();
        assertThat(shop.rows()).isEmpty();
        assertThat(log.facts(shop.id(), SliceFailed.class))
                .singleElement()
                .satisfies(failed -> assertThat(failed.message()).contains("pages=0"));
    }

    @Test
    void slicesSideBySideArePublishedEachForItself() {
        SliceAttempt one = shop.attempt(1);
        SliceAttempt two = shop.attempt(2);
        shop.page(one, 1, "{\"id\":1}");
        shop.page(two, 1, "{\"id\":2}");
        shop.page(one, 2, "{\"id\":3}");
        shop.page(two, 2, "{\"id\":4}");
        shop.mark(new SliceCompleted(two, 2, 2, 10, STATE));
        shop.drain();
        assertThat(shop.rows()).containsExactly("2/null/null", "4/null/null");
        shop.mark(new SliceCompleted(one, 2, 2, 10, STATE));
        shop.drain();
        assertThat(shop.rows()).hasSize(4);
    }

    @Test
    void publishedRowsAndPushedRowsKeepTheGreaterCursor() {
        shop.push("{\"id\":1,\"version\":3,\"note\":\"pushed\"}", "{\"id\":2,\"version\":1,\"note\":\"pushed\"}");
        SliceAttempt slice = shop.attempt(1);
        shop.page(
                slice,
                1,
                "{\"id\":1,\"version\":2,\"note\":\"pulled\"}",
                "{\"id\":2,\"version\":2,\"note\":\"pulled\"}");
        shop.mark(new SliceCompleted(slice, 1, 2, 10, STATE));
        shop.drain();
        assertThat(shop.rows()).containsExactly("1/3/pushed", "2/2/pulled");
    }

    @Test
    void endOfAStreamThatIsNotRefreshedChangesNothing() {
        shop.push("{\"id\":1}");
        shop.mark(new StreamCompleted(new StreamRun("shop", "run-1", "orders"), 1, 1, 1, 10));
        shop.drain();
        assertThat(shop.rows()).containsExactly("1/null/null");
        assertThat(log.parked(shop.key())).isEmpty();
        assertThat(writer.table(
                        shop.id(),
                        new TableId("shop", "orders"),
                        table -> table.snapshots().size()))
                .contains(2);
    }
}
