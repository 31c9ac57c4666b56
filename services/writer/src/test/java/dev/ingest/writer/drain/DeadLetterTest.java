package dev.ingest.writer.drain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingest.contracts.config.ColumnSpec;
import dev.ingest.contracts.config.TableSpec;
import dev.ingest.contracts.event.RecordsRejected;
import dev.ingest.contracts.event.ReplayDeadLetters;
import dev.ingest.contracts.event.SliceAttempt;
import dev.ingest.contracts.event.SliceCompleted;
import dev.ingest.contracts.event.TableCommitted;
import dev.ingest.lake.DeadLetter;
import dev.ingest.lake.LakeTable;
import dev.ingest.lake.Position;
import dev.ingest.lake.RowQuery;
import dev.ingest.lake.Rows;
import dev.ingest.lake.TableId;
import dev.ingest.writer.stack.Log;
import dev.ingest.writer.stack.Service;
import dev.ingest.writer.stack.Tenant;
import dev.ingest.writer.stack.WriterStack;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(WriterStack.class)
class DeadLetterTest {
    private static final TableId DEAD_LETTERS = new TableId("shop", "orders__dead_letters");

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
    void recordThatFitsNoSchemaIsKeptCountedAndTold() {
        shop.push("{\"id\":1}", "{\"note\":\"no id\"}", "{\"id\":\"not a number\"}", "no JSON");
        shop.drain();
        assertThat(shop.rows()).containsExactly("1/null/null");
        assertThat(deadLetters())
                .containsExactlyInAnyOrder("{\"note\":\"no id\"}", "{\"id\":\"not a number\"}", "no JSON");
        assertThat(log.facts(shop.id(), RecordsRejected.class)).singleElement().satisfies(rejected -> {
            assertThat(rejected.table()).isEqualTo(shop.table());
            assertThat(rejected.records()).isEqualTo(3);
            assertThat(rejected.slice()).isEmpty();
            assertThat(rejected.reason()).contains("id");
        });
        assertThat(log.facts(shop.id(), TableCommitted.class))
                .extracting(TableCommitted::rows)
                .containsExactly(1L);
    }

    @Test
    void messagesReadAgainKeepTheirDeadLettersOnce() {
        shop.push("{\"note\":\"no id\"}");
        shop.drain();
        shop.drainAgain();
        assertThat(deadLetters()).hasSize(1);
        assertThat(log.facts(shop.id(), RecordsRejected.class))
                .extracting(RecordsRejected::id)
                .containsOnly(
                        log.facts(shop.id(), RecordsRejected.class).getFirst().id());
    }

    @Test
    void rejectedRecordOfASliceIsToldWithIt() {
        SliceAttempt slice = shop.attempt(1);
        shop.page(slice, 1, "{\"id\":1}", "{\"note\":\"no id\"}");
        shop.mark(new SliceCompleted(slice, 1, 2, 10, Optional.empty()));
        shop.drain();
        assertThat(shop.rows()).containsExactly("1/null/null");
        assertThat(log.facts(shop.id(), RecordsRejected.class))
                .extracting(RecordsRejected::slice)
                .containsExactly(Optional.of(slice));
    }

    @Test
    void recordThatTwoAttemptsBroughtIsOneDeadLetter() {
        SliceAttempt killed = shop.attempt(1);
        shop.page(killed, 1, "{\"id\":1}", "{\"note\":\"no id\"}");
        shop.page(killed, 2, "{\"note\":\"no id\"}");
        shop.drain();
        SliceAttempt next = shop.attempt(1);
        shop.page(next, 1, "{\"id\":1}", "{\"note\":\"no id\"}");
        shop.page(next, 2, "{\"note\":\"no id\"}");
        shop.mark(new SliceCompleted(next, 2, 3, 10, Optional.empty()));
        shop.drain();
        assertThat(deadLetters()).containsExactly("{\"note\":\"no id\"}", "{\"note\":\"no id\"}");
        List<RecordsRejected> told = log.facts(shop.id(), RecordsRejected.class);
        assertThat(told).hasSize(4).extracting(RecordsRejected::slice).contains(Optional.of(killed), Optional.of(next));
        assertThat(told.stream().map(RecordsRejected::id).distinct()).hasSize(2);
    }

    @Test
    void replayedRecordBecomesARowOnceItsTableHoldsIt() {
        writer.declare(shop.with(new ColumnSpec("price", "decimal(4,2)", false)));
        shop.push("{\"id\":1,\"price\":1234.56}");
        shop.drain();
        assertThat(shop.rows()).isEmpty();
        writer.declare(shop.with(new ColumnSpec("price", "decimal(8,2)", false)));
        replay("wider");
        assertThat(shop.rows()).containsExactly("1/null/null");
        assertThat(unreplayed()).isZero();
    }

    @Test
    void replayedRecordThatStillDoesNotFitStaysTheDeadLetterThatItIs() {
        shop.push("{\"id\":1,\"version\":\"first\"}");
        shop.drain();
        replay("hopeful");
        replay("more hopeful");
        assertThat(shop.rows()).isEmpty();
        assertThat(deadLetters()).hasSize(1);
        assertThat(unreplayed()).isEqualTo(1);
        assertThat(log.facts(shop.id(), RecordsRejected.class)).hasSize(1);
    }

    @Test
    void letterIsReplayedOnceHoweverOftenItIsAskedForAndReadAgain() {
        writer.declare(appending("decimal(4,2)"));
        shop.push("{\"id\":1,\"price\":1234.56}");
        shop.push("{\"id\":2,\"price\":1234.56}");
        shop.drain();
        writer.declare(appending("decimal(8,2)"));
        shop.mark(ReplayDeadLetters.all("one"));
        shop.mark(ReplayDeadLetters.all("two"));
        shop.drain();
        shop.drain();
        assertThat(shop.rows()).containsExactly("1/null/null", "2/null/null");
        shop.drainAgain();
        shop.drain();
        replay("three");
        assertThat(shop.rows()).containsExactly("1/null/null", "2/null/null");
        assertThat(unreplayed()).isZero();
    }

    @Test
    void lettersAreReplayedThatAreAskedFor() {
        writer.declare(appending("decimal(4,2)"));
        shop.push("{\"id\":1,\"price\":1234.56}", "{\"id\":2,\"price\":1234.56}", "{\"id\":3,\"version\":\"x\"}");
        shop.drain();
        writer.declare(appending("decimal(8,2)"));
        String second = writer.deadLetters(shop.id(), new TableId("shop", "orders")).stream()
                .filter(letter -> letter.record().contains("\"id\":2"))
                .map(DeadLetter::id)
                .findFirst()
                .orElseThrow();
        replay(new ReplayDeadLetters("ids", Optional.empty(), Optional.empty(), List.of(second)));
        assertThat(shop.rows()).containsExactly("2/null/null");
        replay(new ReplayDeadLetters("stream", Optional.of("another"), Optional.empty(), List.of()));
        assertThat(shop.rows()).containsExactly("2/null/null");
        replay(new ReplayDeadLetters("reason", Optional.empty(), Optional.of("price"), List.of()));
        assertThat(shop.rows()).containsExactly("1/null/null", "2/null/null");
        assertThat(unreplayed()).isEqualTo(1);
    }

    @Test
    void recordThatIsNoTextIsReplayedAsItCame() {
        writer.declare(appending("decimal(4,2)"));
        byte[] record = "{\"id\":1,\"note\":\"\u00e4\"}\n".getBytes(StandardCharsets.ISO_8859_1);
        shop.push(record);
        shop.drain();
        replay("as it came");
        assertThat(shop.rows())
                .as("no letter of it was changed so that it fits")
                .isEmpty();
        assertThat(unreplayed()).isEqualTo(1);
    }

    /** The process dies after a letter was taken and before its record was committed, and after that. */
    @Test
    void letterThatWasTakenForAMessageGoesThroughWithThatMessageAlone() {
        writer.declare(appending("decimal(4,2)"));
        shop.push("{\"id\":1,\"price\":1234.56}");
        shop.drain();
        DeadLetter letter =
                writer.deadLetters(shop.id(), new TableId("shop", "orders")).getFirst();
        Position message = new Position("topic-id", 0, 7);
        Position other = new Position("topic-id", 0, 8);
        assertThat(take(letter, message)).containsExactly(letter.id());
        assertThat(take(letter, message)).containsExactly(letter.id());
        assertThat(take(letter, other)).isEmpty();
        writer.withDeadLetters(shop.id(), new TableId("shop", "orders"), letters -> {
            letters.giveBack(List.of(letter.id()));
            return letters;
        });
        assertThat(take(letter, other)).containsExactly(letter.id());
    }

    private Set<String> take(DeadLetter letter, Position by) {
        return writer.withDeadLetters(
                shop.id(),
                new TableId("shop", "orders"),
                letters -> letters.take(Map.of(letter.id(), by), Instant.EPOCH));
    }

    private TableSpec appending(String price) {
        return shop.appendsWith(new ColumnSpec("price", price, false));
    }

    @Test
    void whatWasReplayedIsNotReplayedAgain() {
        shop.push("{\"id\":1,\"version\":\"first\"}");
        shop.drain();
        shop.mark(ReplayDeadLetters.all("one"));
        shop.mark(ReplayDeadLetters.all("two"));
        shop.drain();
        shop.drain();
        assertThat(deadLetters()).hasSize(1);
    }

    @Test
    void rejectedDeleteIsKeptAndNeverReplayedAsARow() {
        shop.delete("{\"id\":1,\"version\":\"first\"}");
        shop.drain();
        replay("hopeful");
        assertThat(deadLetters()).hasSize(1);
        assertThat(shop.rows()).isEmpty();
        assertThat(log.facts(shop.id(), RecordsRejected.class)).hasSize(1);
    }

    /** The replayed records arrive behind the end that the first drain saw. */
    private void replay(String request) {
        replay(ReplayDeadLetters.all(request));
    }

    private void replay(ReplayDeadLetters request) {
        shop.mark(request);
        shop.drain();
        shop.drain();
    }

    private List<String> deadLetters() {
        return writer.table(shop.id(), DEAD_LETTERS, DeadLetterTest::records).orElse(List.of());
    }

    private long unreplayed() {
        return writer.table(shop.id(), DEAD_LETTERS, table -> values(table, "replayed_at")).orElse(List.of()).stream()
                .filter("null"::equals)
                .count();
    }

    private static List<String> records(LakeTable table) {
        return values(table, "record");
    }

    private static List<String> values(LakeTable table, String column) {
        var values = new ArrayList<String>();
        try (Rows rows = table.rows(RowQuery.all().select(column))) {
            while (rows.hasNext()) {
                values.add(String.valueOf(rows.next().getFirst()));
            }
        }
        return values;
    }
}
