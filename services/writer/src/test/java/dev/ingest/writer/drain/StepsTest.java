package dev.ingest.writer.drain;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ingest.contracts.TableRef;
import dev.ingest.contracts.event.Marker;
import dev.ingest.contracts.event.ReplayDeadLetters;
import dev.ingest.contracts.event.SliceAborted;
import dev.ingest.contracts.event.SliceAttempt;
import dev.ingest.contracts.record.Envelope;
import dev.ingest.contracts.record.Operation;
import dev.ingest.platform.drain.SourcePartition;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

class StepsTest {
    private static final long BYTES_MAX = 1 << 20;

    private static final SourcePartition SOURCE = new SourcePartition("topic-id", 0);
    private static final TableKey TABLE = new TableKey("demo", new TableRef("shop", "orders"));
    private static final SliceAttempt ONE = attempt("slice-1", "01ARZ3NDEKTSV4RRFFQ69G5FAV");
    private static final SliceAttempt ONE_AGAIN = attempt("slice-1", "01ARZ3NDEKTSV4RRFFQ69G5FAW");
    private static final SliceAttempt TWO = attempt("slice-2", "01ARZ3NDEKTSV4RRFFQ69G5FAV");

    private final List<Incoming.OfTable> messages = new ArrayList<>();

    @Test
    void runOfPushedMessagesIsOneCommit() {
        push(1);
        push(1);
        push(1);
        assertThat(steps(100)).containsExactly("push 0 1 2");
    }

    @Test
    void commitIsFullWithTheMessageThatReachesItsLimit() {
        push(2);
        push(2);
        push(2);
        assertThat(steps(3)).containsExactly("push 0 1", "push 2");
    }

    /** Looking through all of a commit's messages for each that is added would take minutes here. */
    @Test
    void commitOfVeryManySmallMessagesIsPutTogetherInOneGo() {
        for (int i = 0; i < 300_000; i++) {
            push(1);
        }
        assertThat(Steps.of(messages, 200_000, Long.MAX_VALUE))
                .extracting(Step::records)
                .containsExactly(200_000L, 100_000L);
    }

    @Test
    void messageOverTheLimitIsACommitOfItsOwn() {
        push(50);
        push(1);
        assertThat(steps(3)).containsExactly("push 0", "push 1");
    }

    @Test
    void markerComesAfterEverythingBeforeItAndBeforeEverythingBehindIt() {
        push(1);
        page(ONE);
        mark(new SliceAborted(ONE));
        push(1);
        assertThat(steps(100)).containsExactly("push 0", "stage slice-1 1", "mark 2", "push 3");
    }

    @Test
    void pagesOfSlicesSideBySideAreOneCommitPerSlice() {
        page(ONE);
        page(TWO);
        page(ONE);
        page(TWO);
        assertThat(steps(100)).containsExactly("stage slice-1 0 2", "stage slice-2 1 3");
    }

    @Test
    void pagesOfOneSliceDoNotWaitForTheMarkerOfAnother() {
        page(ONE);
        page(TWO);
        mark(new SliceAborted(TWO));
        page(ONE);
        assertThat(steps(100)).containsExactly("stage slice-2 1", "mark 2", "stage slice-1 0 3");
    }

    @Test
    void attemptsOfOneSliceKeepTheirOrderTowardsItsMarkers() {
        page(ONE_AGAIN);
        page(ONE);
        mark(new SliceAborted(ONE));
        assertThat(steps(100)).containsExactly("stage slice-1 0", "stage slice-1 1", "mark 2");
    }

    @Test
    void pagesDoNotCutPushedRunsShort() {
        push(1);
        page(ONE);
        push(1);
        assertThat(steps(100)).containsExactly("push 0 2", "stage slice-1 1");
    }

    @Test
    void markerWithoutASliceLeavesPagesWhereTheyAre() {
        page(ONE);
        mark(ReplayDeadLetters.all("now"));
        page(ONE);
        assertThat(steps(100)).containsExactly("mark 1", "stage slice-1 0 2");
    }

    private void push(int records) {
        add(Optional.empty(), records);
    }

    private void page(SliceAttempt attempt) {
        add(Optional.of(new Envelope.Page(attempt, 1)), 1);
    }

    private void add(Optional<Envelope.Page> page, int records) {
        var envelope = new Envelope(
                TABLE.tenant(), TABLE.table(), "orders", Operation.UPSERT, page, records, "{}\n".getBytes(UTF_8));
        messages.add(new Incoming.Records(SOURCE, message(), TABLE, envelope));
    }

    private void mark(Marker marker) {
        messages.add(new Incoming.Marked(SOURCE, message(), TABLE, marker));
    }

    private ConsumerRecord<byte[], byte[]> message() {
        return new ConsumerRecord<>("ingest.records", 0, messages.size(), new byte[0], new byte[0]);
    }

    private List<String> steps(int recordsMax) {
        return Steps.of(messages, recordsMax, BYTES_MAX).stream()
                .map(step -> switch (step) {
                    case Step.Push push -> "push" + places(push.messages());
                    case Step.Stage stage -> "stage " + stage.attempt().slice() + places(stage.messages());
                    case Step.Mark mark -> "mark " + mark.message().message().offset();
                })
                .toList();
    }

    private static String places(List<Incoming.Records> messages) {
        var places = new StringBuilder();
        messages.forEach(message -> places.append(' ').append(message.message().offset()));
        return places.toString();
    }

    private static SliceAttempt attempt(String slice, String ulid) {
        return new SliceAttempt("shop", "run-1", "orders", slice, 1, ulid);
    }
}
