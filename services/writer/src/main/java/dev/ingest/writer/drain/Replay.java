package dev.ingest.writer.drain;

import dev.ingest.contracts.event.ReplayDeadLetters;
import dev.ingest.contracts.record.Envelope;
import dev.ingest.contracts.record.Operation;
import dev.ingest.lake.DeadLetter;
import dev.ingest.lake.DeadLetters;
import dev.ingest.platform.kafka.EventPublisher;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * Sends a table's dead letters through the merge once more: as pushed envelopes behind what is already in the log, each of which
 * says which letter it is. Sending one twice is harmless: {@link Letters} lets it through once.
 */
final class Replay {
    private static final Logger LOG = Logger.getLogger(Replay.class);

    /** Most dead letters that Kafka has not acknowledged. */
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

    /** Sends what is asked for, until the drain's time is over: what is left then has to be asked for again. */
    void of(ReplayDeadLetters request, DeadLetters letters) throws InterruptedException {
        int replayed = 0;
        try (DeadLetters.Unreplayed open = letters.unreplayed(request.stream(), request.ids())) {
            while (open.hasNext() && clock.instant().isBefore(deadline)) {
                DeadLetter letter = open.next();
                if (request.reason().map(letter.reason()::contains).orElse(true)) {
                    sent.add(events.records(envelope(letter).replaying(letter.id())));
                    replayed++;
                    if (replayed % CHUNK == 0) {
                        sent.await();
                    }
                }
            }
            if (open.hasNext()) {
                LOG.warnf("time was over, ask again for the others: table=%s request=%s", table, request.request());
            }
        }
        sent.await();
        LOG.infof("dead letters sent: table=%s request=%s records=%d", table, request.request(), replayed);
    }

    private Envelope envelope(DeadLetter letter) {
        return letter.claim()
                .map(claim -> Envelope.claimed(
                        table.tenant(), table.table(), letter.stream(), Operation.UPSERT, Optional.empty(), claim))
                .orElseGet(() -> new Envelope(
                        table.tenant(),
                        table.table(),
                        letter.stream(),
                        Operation.UPSERT,
                        Optional.empty(),
                        1,
                        line(letter.bytes())));
    }

    private static byte[] line(byte[] record) {
        byte[] line = Arrays.copyOf(record, record.length + 1);
        line[record.length] = '\n';
        return line;
    }
}
