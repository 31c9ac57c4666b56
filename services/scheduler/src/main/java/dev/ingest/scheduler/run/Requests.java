package dev.ingest.scheduler.run;

import dev.ingest.contracts.event.SliceRequested;
import dev.ingest.platform.kafka.EventPublisher;
import dev.ingest.platform.kafka.Sent;
import dev.ingest.scheduler.postgres.TenantRows;
import dev.ingest.scheduler.vertx.Offload;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import jakarta.persistence.LockModeType;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jboss.logging.Logger;

/**
 * Puts due slices on Kafka. Whoever does so claims them first, in a transaction of its own, so that replicas share the work; what
 * was acknowledged is marked afterwards. Dying anywhere in between puts a slice there again later, which is harmless: a slice has
 * one id and one number, and its rows are published once.
 */
@Singleton
public final class Requests {
    private static final Logger LOG = Logger.getLogger(Requests.class);

    private final TenantRows rows;
    private final EventPublisher publisher;
    private final DueSlices due;
    private final RunSettings settings;
    private final Clock clock;

    Requests(TenantRows rows, EventPublisher publisher, DueSlices due, RunSettings settings, Clock clock) {
        this.rows = rows;
        this.publisher = publisher;
        this.due = due;
        this.settings = settings;
        this.clock = clock;
    }

    /**
     * Puts a tenant's due slices on Kafka that were not there yet, some at a time.
     *
     * @return how many were acknowledged
     */
    Uni<Integer> putNew(String tenant) {
        return put(tenant, Optional.empty());
    }

    /**
     * Puts a tenant's due slices on Kafka, those that nobody answered again, some at a time.
     *
     * @param queue how far the executor has come
     * @return how many were acknowledged
     */
    public Uni<Integer> putDue(String tenant, RequestQueue queue) {
        return put(tenant, Optional.of(queue));
    }

    private Uni<Integer> put(String tenant, Optional<RequestQueue> queue) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        Instant claimedUntil = now.plus(settings.claim());
        return rows.of(tenant, () -> due.claim(tenant, queue, now, claimedUntil))
                .chain(claim -> Offload.run(() -> put(claim.messages()))
                        .chain(acknowledged -> acknowledged.isEmpty()
                                ? Uni.createFrom().item(0)
                                : rows.of(tenant, () -> mark(tenant, acknowledged, now, claimedUntil)))
                        .chain(count -> claim.more()
                                ? put(tenant, queue).map(more -> count + more)
                                : Uni.createFrom().item(count)));
    }

    /** Where Kafka has what it acknowledged, by the slice's id. The order within a credential is the order of sending. */
    private Map<String, Sent> put(List<SliceRequested> messages) {
        List<CompletableFuture<Sent>> sent = new ArrayList<>();
        messages.forEach(message -> sent.add(publisher.request(message).toCompletableFuture()));
        Map<String, Sent> acknowledged = new HashMap<>();
        for (int i = 0; i < sent.size(); i++) {
            try {
                acknowledged.put(messages.get(i).slice(), sent.get(i).join());
            } catch (CompletionException failure) {
                LOG.warnf(
                        failure,
                        "not requested, the tick tries again: slice=%s",
                        messages.get(i).slice());
            }
        }
        return acknowledged;
    }

    /** Only what is still claimed: the executor may have answered already. */
    private Uni<Integer> mark(String tenant, Map<String, Sent> sent, Instant now, Instant claimedUntil) {
        return Slice.<Slice>find("tenant = ?1 and id in ?2 and dueAt = ?3", tenant, sent.keySet(), claimedUntil)
                .withLock(LockModeType.PESSIMISTIC_WRITE)
                .list()
                .invoke(slices -> slices.forEach(
                        slice -> slice.requested(Objects.requireNonNull(sent.get(slice.id)), now, settings.overdue())))
                .replaceWith(sent.size());
    }
}
