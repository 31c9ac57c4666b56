package dev.ingest.writer.drain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingest.contracts.event.InvocationReported;
import dev.ingest.contracts.event.InvocationReported.Outcome;
import dev.ingest.contracts.event.StreamWork;
import dev.ingest.contracts.event.TableCommitted;
import dev.ingest.contracts.event.UsageRecorded;
import dev.ingest.lake.LakeTable;
import dev.ingest.lake.TableId;
import dev.ingest.writer.stack.Log;
import dev.ingest.writer.stack.Service;
import dev.ingest.writer.stack.Tenant;
import dev.ingest.writer.stack.WriterStack;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(WriterStack.class)
class PushTest {
    @Inject
    Service writer;

    @Inject
    Log log;

    private Tenant shop;

    @BeforeEach
    void tenant() {
        shop = writer.tenant();
    }

    @Test
    void pushedRecordsBecomeRowsAndAreToldAndCharged() {
        writer.declare(shop.appends());
        shop.push("{\"id\":1,\"version\":1,\"note\":\"a\"}", "{\"id\":2,\"version\":1,\"note\":\"b\"}");
        shop.drain();
        assertThat(shop.rows()).containsExactly("1/1/a", "2/1/b");
        assertThat(log.facts(shop.id(), TableCommitted.class)).singleElement().satisfies(commit -> {
            assertThat(commit.table()).isEqualTo(shop.table());
            assertThat(commit.slice()).isEmpty();
            assertThat(commit.rows()).isEqualTo(2);
            assertThat(commit.bytes()).isEqualTo(64);
            assertThat(commit.files()).isEqualTo(1);
        });
        assertThat(log.usage(shop.id()))
                .containsExactly(UsageRecorded.of(
                        log.facts(shop.id(), TableCommitted.class).getFirst()));
    }

    /** Whoever asks no catalog reads the table by this file. */
    @Test
    void commitIsToldWithTheFileThatShowsItAndTheNextOneWithAnother() {
        writer.declare(shop.appends());
        for (int commit = 1; commit <= 2; commit++) {
            shop.push("{\"id\":%d}".formatted(commit));
            shop.drain();
            Optional<String> now = writer.table(shop.id(), new TableId("shop", "orders"), LakeTable::metadataFile)
                    .orElseThrow();
            List<TableCommitted> told = log.facts(shop.id(), TableCommitted.class);
            assertThat(told).hasSize(commit);
            assertThat(told.getLast().metadata()).isEqualTo(now);
            assertThat(now.orElseThrow()).contains("/shop/orders/metadata/").endsWith(".metadata.json");
        }
        assertThat(log.facts(shop.id(), TableCommitted.class))
                .extracting(TableCommitted::metadata)
                .doesNotHaveDuplicates();
    }

    @Test
    void messagesReadAgainAreToldAgainAndAppliedOnce() {
        writer.declare(shop.appends());
        shop.push("{\"id\":1}");
        shop.drain();
        shop.drainAgain();
        assertThat(shop.rows()).containsExactly("1/null/null");
        List<TableCommitted> told = log.facts(shop.id(), TableCommitted.class);
        assertThat(told).hasSize(2);
        assertThat(told.get(1)).isEqualTo(told.get(0));
        assertThat(log.usage(shop.id()))
                .hasSize(2)
                .extracting(UsageRecorded::id)
                .containsOnly(UsageRecorded.of(told.getFirst()).id());
    }

    @Test
    void newMessagesBehindThoseReadAgainAreAppliedOnce() {
        writer.declare(shop.appends());
        shop.push("{\"id\":1}");
        shop.drain();
        shop.push("{\"id\":2}");
        shop.drainAgain();
        assertThat(shop.rows()).containsExactly("1/null/null", "2/null/null");
    }

    @Test
    void twoWakeupsAtOnceApplyMessagesOnce() {
        writer.declare(shop.appends());
        for (int i = 0; i < 20; i++) {
            shop.push("{\"id\":%d}".formatted(10 + i));
        }
        CompletableFuture.allOf(CompletableFuture.runAsync(shop::drain), CompletableFuture.runAsync(shop::drain))
                .join();
        assertThat(shop.rows()).hasSize(20).doesNotHaveDuplicates();
    }

    @Test
    void greaterCursorWinsWhateverItsPlaceInTheLog() {
        writer.declare(shop.upserts());
        shop.push("{\"id\":1,\"version\":5,\"note\":\"new\"}", "{\"id\":2,\"version\":1,\"note\":\"first\"}");
        shop.drain();
        shop.push("{\"id\":1,\"version\":4,\"note\":\"late\"}", "{\"id\":2,\"version\":2,\"note\":\"second\"}");
        shop.drain();
        assertThat(shop.rows()).containsExactly("1/5/new", "2/2/second");
    }

    @Test
    void deletedRecordLosesItsRow() {
        writer.declare(shop.upserts());
        shop.push("{\"id\":1,\"version\":1}", "{\"id\":2,\"version\":1}");
        shop.drain();
        shop.delete("{\"id\":1,\"version\":2}");
        shop.drain();
        assertThat(shop.rows()).containsExactly("2/1/null");
    }

    @Test
    void tablesOfOneBatchDoNotDisturbEachOther() {
        Tenant other = writer.tenant();
        writer.declare(shop.appends());
        writer.declare(other.upserts());
        for (int i = 0; i < 10; i++) {
            shop.push("{\"id\":1,\"version\":%d}".formatted(i));
            other.push("{\"id\":1,\"version\":%d}".formatted(i));
        }
        shop.drain();
        other.drain();
        assertThat(shop.rows()).hasSize(10);
        assertThat(other.rows()).containsExactly("1/9/null");
    }

    @Test
    void commitsHoldNoMoreRecordsThanTheHintSays() {
        writer.declare(shop.appends(2));
        for (int i = 0; i < 5; i++) {
            shop.push("{\"id\":%d}".formatted(i));
        }
        shop.drain();
        assertThat(log.facts(shop.id(), TableCommitted.class))
                .extracting(TableCommitted::rows)
                .containsExactly(2L, 2L, 1L);
    }

    @Test
    void fieldsThatTheTableLacksBecomeColumns() {
        writer.declare(shop.appends());
        shop.push("{\"id\":1,\"colour\":\"red\"}");
        shop.drain();
        var columns = writer.table(
                        shop.id(),
                        new TableId("shop", "orders"),
                        table -> table.columns().stream()
                                .map(column -> column.name())
                                .toList())
                .orElseThrow();
        assertThat(columns).containsExactly("id", "version", "note", "colour");
    }

    @Test
    void drainReportsThatItStartedAndHowItEnded() {
        writer.declare(shop.appends());
        shop.push("{\"id\":1}");
        shop.drain();
        List<InvocationReported> reports = log.facts(InvocationReported.EVERYONE, InvocationReported.class).stream()
                .filter(report -> report.partition() == Service.partition(shop.key()))
                .toList();
        InvocationReported last = reports.getLast();
        assertThat(last.outcome()).isEqualTo(Outcome.FINISHED);
        assertThat(last.service()).isEqualTo("writer");
        assertThat(last.records()).isPositive();
        assertThat(last.peakMemoryBytes()).isPositive();
        assertThat(last.streams())
                .filteredOn(stream -> stream.tenant().equals(shop.id()))
                .singleElement()
                .returns(shop.table(), StreamWork::table)
                .returns(1L, StreamWork::records)
                .returns(StreamWork.Outcome.WORKED, StreamWork::outcome)
                .satisfies(stream -> assertThat(stream.batch()).isPresent());
        assertThat(reports)
                .anyMatch(report -> report.outcome() == Outcome.STARTED
                        && report.invocation().equals(last.invocation()));
    }
}
