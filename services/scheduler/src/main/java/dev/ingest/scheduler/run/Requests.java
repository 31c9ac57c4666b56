package dev.ingest.scheduler.run;

import dev.ingest.contracts.event.SliceRequested;
import dev.ingest.platform.kafka.EventPublisher;
import dev.ingest.platform.kafka.Sent;
import dev.ingest.scheduler.postgres.TenantRows;
import dev.ingest.scheduler.vertx.Offload;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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
    private final Acknowledged acknowledged;
    private final RunSettings settings;
    private final Clock clock;

    Requests(
            TenantRows rows,
            EventPublisher publisher,
            DueSlices due,
            Acknowledged acknowledged,
            RunSettings settings,
            Clock clock) {
        this.rows = rows;
        this.acknowledged = acknowledged;
        this.publisher = publisher;
        this.due = due;
        this.settings = settings;
        this.clock = clock;
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

    /**
     * Puts on Kafka what was claimed, and then what else of the tenant is due and was not there yet.
     *
     * @return how many were acknowledged
     */
    Uni<Integer> put(String tenant, Claim claim) {
        return put(tenant, claim, Optional.empty());
    }

    private Uni<Integer> put(String tenant, Optional<RequestQueue> queue) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        return rows.of(tenant, () -> due.claim(tenant, queue, now, now.plus(settings.claim())))
                .chain(claim -> put(tenant, claim, queue));
    }

    private Uni<Integer> put(String tenant, Claim claim, Optional<RequestQueue> queue) {
        return Offload.run(() -> put(claim.messages()))
                .call(sent -> sent.isEmpty() ? Uni.createFrom().voidItem() : acknowledged.keep(tenant, sent, claim))
                .map(Map::size)
                .chain(count -> claim.more()
                        ? put(tenant, queue).map(more -> count + more)
                        : Uni.createFrom().item(count));
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
}
