package dev.ingest.writer.drain;

import dev.ingest.contracts.event.SliceAttempt;
import dev.ingest.lake.DeadLetters;
import dev.ingest.lake.Rejection;
import dev.ingest.platform.drain.SourcePartition;
import dev.ingest.writer.kafka.Parking;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * Keeps a commit's rejected records and tells of them, both before the commit: afterwards the messages count as applied, and
 * nobody would look at them again. There is one fact per message, so that its id does not depend on how messages were batched.
 */
final class Rejections {
    private static final Logger LOG = Logger.getLogger(Rejections.class);

    private final TableKey table;
    private final SourcePartition source;
    private final Supplier<DeadLetters> deadLetters;
    private final Facts facts;
    private final Acknowledgements sent;
    private final Clock clock;

    Rejections(
            TableKey table,
            SourcePartition source,
            Supplier<DeadLetters> deadLetters,
            Facts facts,
            Acknowledgements sent,
            Clock clock) {
        this.table = table;
        this.source = source;
        this.deadLetters = deadLetters;
        this.facts = facts;
        this.sent = sent;
        this.clock = clock;
    }

    /** @param messages of the commit; each rejection is of one of them */
    void keep(List<Incoming.Records> messages, List<Rejection> rejections) {
        Map<Long, List<Rejection>> byOffset = new LinkedHashMap<>();
        for (Rejection rejection : rejections) {
            byOffset.computeIfAbsent(rejection.position().offset(), first -> new ArrayList<>())
                    .add(rejection);
        }
        DeadLetters letters = deadLetters.get();
        record Origin(String stream, Optional<SliceAttempt> slice) {}
        Map<Origin, List<Rejection>> byOrigin = new LinkedHashMap<>();
        for (Incoming.Records message : messages) {
            List<Rejection> ofMessage = byOffset.getOrDefault(message.message().offset(), List.of());
            if (!ofMessage.isEmpty()) {
                byOrigin.computeIfAbsent(
                                new Origin(message.envelope().stream(), attempt(message)), first -> new ArrayList<>())
                        .addAll(ofMessage);
            }
        }
        byOrigin.forEach((origin, all) ->
                letters.add(all, origin.stream(), origin.slice().map(SliceAttempt::slice), clock.instant()));
        messages.forEach(
                message -> tell(message, byOffset.getOrDefault(message.message().offset(), List.of())));
        acknowledged();
    }

    private void tell(Incoming.Records message, List<Rejection> rejections) {
        if (rejections.isEmpty()) {
            return;
        }
        String reason = rejections.getFirst().reason();
        LOG.warnf("rejected: table=%s records=%d reason=%s", table, rejections.size(), reason);
        facts.rejected(
                "rejected-" + Parking.place(source, message.message()), attempt(message), rejections.size(), reason);
    }

    private void acknowledged() {
        try {
            sent.await();
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted before facts were acknowledged", stop);
        }
    }

    private static Optional<SliceAttempt> attempt(Incoming.Records message) {
        return message.envelope().page().map(page -> page.attempt());
    }
}
