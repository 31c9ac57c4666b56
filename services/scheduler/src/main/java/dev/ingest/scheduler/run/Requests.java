package dev.ingest.scheduler.run;

import dev.ingest.contracts.event.SliceRequested;
import dev.ingest.platform.kafka.EventPublisher;
import dev.ingest.scheduler.pipeline.Pipeline;
import dev.ingest.scheduler.postgres.TenantRows;
import dev.ingest.scheduler.vertx.Offload;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import jakarta.persistence.LockModeType;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
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

    private static final String CLAIM = """
            select id from slice where tenant = :tenant and due_at <= :now
            order by stream, number limit :max for update skip locked""";

    private final TenantRows rows;
    private final EventPublisher publisher;
    private final RunProgress progress;
    private final RunSettings settings;
    private final Clock clock;

    Requests(TenantRows rows, EventPublisher publisher, RunProgress progress, RunSettings settings, Clock clock) {
        this.rows = rows;
        this.publisher = publisher;
        this.progress = progress;
        this.settings = settings;
        this.clock = clock;
    }

    /**
     * Puts a tenant's due slices on Kafka.
     *
     * @return how many were acknowledged
     */
    public Uni<Integer> putDue(String tenant) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        Instant claimedUntil = now.plus(settings.claim());
        return rows.of(tenant, () -> claim(tenant, now, claimedUntil))
                .chain(messages -> Offload.run(() -> put(messages)))
                .chain(acknowledged -> acknowledged.isEmpty()
                        ? Uni.createFrom().item(0)
                        : rows.of(tenant, () -> mark(tenant, acknowledged, now, claimedUntil)));
    }

    private Uni<List<SliceRequested>> claim(String tenant, Instant now, Instant claimedUntil) {
        return Slice.getSession()
                .chain(session -> session.createNativeQuery(CLAIM, String.class)
                        .setParameter("tenant", tenant)
                        .setParameter("now", now)
                        .setParameter("max", settings.requestsMax())
                        .getResultList())
                .chain(ids -> ids.isEmpty()
                        ? Uni.createFrom().item(List.<Slice>of())
                        : Slice.<Slice>list("tenant = ?1 and id in ?2 order by stream, origin, number", tenant, ids))
                .chain(slices -> Multi.createFrom()
                        .iterable(slices)
                        .onItem()
                        .transformToUniAndConcatenate(slice -> claim(slice, claimedUntil))
                        .collect()
                        .asList())
                .map(claimed -> claimed.stream().flatMap(List::stream).toList());
    }

    private Uni<List<SliceRequested>> claim(Slice slice, Instant claimedUntil) {
        if (slice.requests >= settings.unansweredMax()) {
            String message =
                    "slice %d: nothing was heard of it after %d requests".formatted(slice.number, slice.requests);
            return progress.gaveUp(slice, message).replaceWith(List.of());
        }
        slice.dueAt = claimedUntil;
        return message(slice).map(List::of);
    }

    private Uni<SliceRequested> message(Slice slice) {
        return Pipeline.required(slice.tenant, slice.pipeline)
                .chain(pipeline -> RunStream.of(slice)
                        .chain(stream -> StreamState.of(slice)
                                .map(state -> new SliceRequested(
                                        slice.tenant,
                                        pipeline.credential,
                                        slice.pipeline,
                                        slice.run,
                                        slice.stream,
                                        slice.id,
                                        slice.number,
                                        pipeline.connector,
                                        pipeline.connectorVersion,
                                        stream.table(),
                                        slice.bounds().start(),
                                        slice.bounds().end(),
                                        Optional.ofNullable(slice.resume)
                                                .or(() -> Optional.ofNullable(state.checkpoint)),
                                        settings.batch()))));
    }

    /** The ids of what Kafka acknowledged. The order within a credential is the order of sending. */
    private List<String> put(List<SliceRequested> messages) {
        List<CompletableFuture<?>> sent = new ArrayList<>();
        messages.forEach(message -> sent.add(publisher.request(message).toCompletableFuture()));
        List<String> acknowledged = new ArrayList<>();
        for (int i = 0; i < sent.size(); i++) {
            try {
                Object ignored = sent.get(i).join();
                acknowledged.add(messages.get(i).slice());
            } catch (CompletionException failure) {
                LOG.warnf(
                        failure,
                        "slice %s could not be requested; the tick tries again",
                        messages.get(i).slice());
            }
        }
        return acknowledged;
    }

    /** Only what is still claimed: the executor may have answered already. */
    private Uni<Integer> mark(String tenant, List<String> ids, Instant now, Instant claimedUntil) {
        return Slice.<Slice>find("tenant = ?1 and id in ?2 and dueAt = ?3", tenant, ids, claimedUntil)
                .withLock(LockModeType.PESSIMISTIC_WRITE)
                .list()
                .invoke(slices -> slices.forEach(slice -> slice.requested(now, settings.overdue())))
                .replaceWith(ids.size());
    }
}
