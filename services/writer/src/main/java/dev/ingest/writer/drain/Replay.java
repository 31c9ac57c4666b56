package dev.ingest.writer.drain;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.ingest.contracts.record.Claim;
import dev.ingest.contracts.record.Envelope;
import dev.ingest.contracts.record.Operation;
import dev.ingest.lake.DeadLetter;
import dev.ingest.lake.DeadLetters;
import dev.ingest.platform.kafka.EventPublisher;
import java.io.ByteArrayOutputStream;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * Sends a table's dead letters through the merge once more: as pushed envelopes behind what is already in the log. They are
 * marked as replayed when Kafka has them. A crash between the two sends them again: a table with a key ends the same, one that appends gets those rows twice. What still fits no row becomes
 * a new dead letter.
 */
final class Replay {
    private static final Logger LOG = Logger.getLogger(Replay.class);

    /** Most dead letters held in memory and marked by one commit. */
    private static final int CHUNK = 1000;

    private final TableKey table;
    private final EventPublisher events;
    private final Acknowledgements sent;
    private final Instant deadline;
    private final Clock clock;

    Replay(TableKey table, EventPublisher events, Acknowledgements sent, Instant deadline, Clock clock) {
        this.table = table;
        this.events = events;
        this.sent = sent;
        this.deadline = deadline;
        this.clock = clock;
    }

    /**
     * Replays what nobody has replayed before.
     *
     * @return whether that was all of it; otherwise the deadline came first, and the next call goes on
     */
    boolean of(DeadLetters letters) throws InterruptedException {
        long replayed = 0;
        List<DeadLetter> chunk = letters.unreplayed(CHUNK);
        while (!chunk.isEmpty() && clock.instant().isBefore(deadline)) {
            send(chunk);
            sent.await();
            letters.markReplayed(chunk.stream().map(DeadLetter::id).toList(), clock.instant());
            replayed += chunk.size();
            chunk = letters.unreplayed(CHUNK);
        }
        LOG.infof("dead letters replayed: table=%s records=%d", table, replayed);
        return chunk.isEmpty();
    }

    private void send(List<DeadLetter> letters) {
        letters.forEach(letter -> letter.claim().ifPresent(claim -> sendClaimed(letter, claim)));
        List<DeadLetter> together = new ArrayList<>();
        int bytes = 0;
        for (DeadLetter letter : carried(letters)) {
            int size = letter.record().getBytes(UTF_8).length + 1;
            boolean otherStream =
                    !together.isEmpty() && !together.getFirst().stream().equals(letter.stream());
            if (otherStream || bytes + size > Envelope.MAX_BODY_BYTES) {
                sendTogether(together);
                together.clear();
                bytes = 0;
            }
            together.add(letter);
            bytes += size;
        }
        sendTogether(together);
    }

    private static List<DeadLetter> carried(List<DeadLetter> letters) {
        return letters.stream().filter(letter -> letter.claim().isEmpty()).toList();
    }

    private void sendClaimed(DeadLetter letter, Claim claim) {
        sent.add(events.records(Envelope.claimed(
                table.tenant(), table.table(), letter.stream(), Operation.UPSERT, Optional.empty(), claim)));
    }

    private void sendTogether(List<DeadLetter> letters) {
        if (letters.isEmpty()) {
            return;
        }
        var body = new ByteArrayOutputStream();
        for (DeadLetter letter : letters) {
            body.writeBytes(letter.record().getBytes(UTF_8));
            body.write('\n');
        }
        sent.add(events.records(new Envelope(
                table.tenant(),
                table.table(),
                letters.getFirst().stream(),
                Operation.UPSERT,
                Optional.empty(),
                letters.size(),
                body.toByteArray())));
    }
}
