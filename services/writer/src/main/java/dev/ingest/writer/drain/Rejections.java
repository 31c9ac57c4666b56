package dev.ingest.writer.drain;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.ingest.contracts.event.SliceAttempt;
import dev.ingest.contracts.record.Operation;
import dev.ingest.lake.DeadLetters;
import dev.ingest.lake.Position;
import dev.ingest.lake.Rejection;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/**
 * Keeps a commit's rejected records and tells of them, both before the commit: afterwards the messages count as applied, and
 * nobody would look at them again. There is one fact per message, so that its id does not depend on how messages were batched.
 */
final class Rejections {
    private static final Logger LOG = Logger.getLogger(Rejections.class);

    private final TableKey table;
    private final Supplier<DeadLetters> deadLetters;
    private final ClaimedRecords claimed;
    private final Facts facts;
    private final Acknowledgements sent;
    private final Clock clock;

    Rejections(
            TableKey table,
            Supplier<DeadLetters> deadLetters,
            ClaimedRecords claimed,
            Facts facts,
            Acknowledgements sent,
            Clock clock) {
        this.table = table;
        this.deadLetters = deadLetters;
        this.claimed = claimed;
        this.facts = facts;
        this.sent = sent;
        this.clock = clock;
    }

    /** @param messages of the commit; each rejection is of one of them */
    void keep(List<Incoming.Records> messages, List<Rejection> rejections) {
        if (rejections.isEmpty()) {
            return;
        }
        Map<Position, List<Rejection>> byPosition =
                rejections.stream().collect(Collectors.groupingBy(Rejection::position));
        Map<Incoming.Records, List<Rejection>> byMessage = new LinkedHashMap<>();
        messages.forEach(message -> Optional.ofNullable(byPosition.get(message.position()))
                .ifPresent(ofMessage -> byMessage.put(message, ofMessage)));
        store(byMessage);
        byMessage.forEach(this::tell);
        acknowledged();
    }

    /** What dead letters have in common that are kept by one commit. */
    private record Origin(String stream, Optional<String> slice, Operation operation) {
        static Origin of(Incoming.Records message) {
            return new Origin(
                    message.envelope().stream(),
                    attempt(message).map(SliceAttempt::slice),
                    message.envelope().operation());
        }
    }

    private void store(Map<Incoming.Records, List<Rejection>> byMessage) {
        DeadLetters letters = deadLetters.get();
        Map<Origin, List<Rejection>> byOrigin = new LinkedHashMap<>();
        byMessage.forEach(
                (message, rejections) -> byOrigin.computeIfAbsent(Origin.of(message), first -> new ArrayList<>())
                        .addAll(kept(message, rejections)));
        byOrigin.forEach((origin, rejections) -> {
            letters.add(rejections, origin.stream(), origin.slice(), clock.instant());
            // Dead letters do not say what was asked for, so a replay upserts: it must not bring back what was deleted,
            // nor what the table does without.
            List<String> forGood = rejections.stream()
                    .filter(rejection -> origin.operation() == Operation.DELETE || !rejection.replayable())
                    .map(Rejection::id)
                    .toList();
            if (!forGood.isEmpty()) {
                letters.markReplayed(forGood, clock.instant());
            }
        });
    }

    /** A table of dead letters holds no large records either. */
    private List<Rejection> kept(Incoming.Records message, List<Rejection> rejections) {
        return message.envelope()
                .claim()
                .map(claim -> rejections.stream()
                        .map(rejection -> rejection.keptAt(claimed.kept(claim)))
                        .toList())
                .orElse(rejections);
    }

    private void tell(Incoming.Records message, List<Rejection> rejections) {
        String reason = rejections.getFirst().reason();
        LOG.warnf("rejected: table=%s records=%d reason=%s", table, rejections.size(), reason);
        facts.rejected(id(message, rejections), attempt(message), rejections.size(), reason);
    }

    /** Another attempt of a slice that rejects the same records of a page tells the same. */
    private String id(Incoming.Records message, List<Rejection> rejections) {
        if (attempt(message).isEmpty()) {
            return "rejected-" + message.position();
        }
        String ids = rejections.stream().map(Rejection::id).collect(Collectors.joining("\n"));
        return "rejected-" + UUID.nameUUIDFromBytes(ids.getBytes(UTF_8));
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
