package dev.ingest.scheduler.run;

import dev.ingest.contracts.event.SliceRequested;
import dev.ingest.scheduler.pipeline.Pipeline;
import dev.ingest.scheduler.tuning.Tuning;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Claims due slices, and says what to ask for. Within the caller's transaction. */
@Singleton
final class DueSlices {
    private static final String CLAIM = """
            select id from slice where tenant = :tenant and due_at <= :now and (:again or status <> 'REQUESTED')
            order by stream, origin, number limit :max for update skip locked""";

    private final RunProgress progress;
    private final RunSettings settings;
    private final Tuning tuning;

    DueSlices(RunProgress progress, RunSettings settings, Tuning tuning) {
        this.progress = progress;
        this.settings = settings;
        this.tuning = tuning;
    }

    /**
     * Takes a tenant's due slices that nobody else has, in the order of their data.
     *
     * @param queue how far the executor has come, or none to leave alone what was requested before
     * @param until when somebody else may have them, if they are still due
     */
    Uni<Claim> claim(String tenant, Optional<RequestQueue> queue, Instant now, Instant until) {
        return lock(tenant, queue.isPresent(), now).chain(slices -> {
            List<Slice> wanted = new ArrayList<>(slices);
            List<Slice> waiting = taken(
                    wanted,
                    slice -> queue.filter(requests -> requests.holds(slice)).isPresent());
            List<Slice> unanswered = taken(wanted, slice -> slice.requests >= settings.unansweredMax());
            waiting.forEach(slice -> slice.waits(now, settings.overdue()));
            wanted.forEach(slice -> slice.dueAt = until);
            return giveUp(unanswered)
                    .chain(() -> goOn(tenant, wanted))
                    .chain(() -> wanted.isEmpty() ? DueSlices.<SliceRequested>nothing() : messages(tenant, wanted))
                    .map(messages -> new Claim(messages, now, until, slices.size() == settings.requestsMax()));
        });
    }

    /** Runs that waited for their slices' time do so no longer. */
    private static Uni<Void> goOn(String tenant, List<Slice> wanted) {
        List<String> runs = wanted.stream()
                .filter(slice -> slice.status == SliceStatus.DEFERRED)
                .map(slice -> slice.run)
                .distinct()
                .toList();
        return runs.isEmpty()
                ? Uni.createFrom().voidItem()
                : Run.update(
                                "status = ?1, waitsUntil = null where tenant = ?2 and id in ?3 and status = ?4",
                                new RunState.Running().stored(),
                                tenant,
                                runs,
                                RunState.WaitingForBudget.STORED)
                        .replaceWithVoid();
    }

    private static List<Slice> taken(List<Slice> from, Predicate<Slice> which) {
        List<Slice> taken = from.stream().filter(which).toList();
        from.removeAll(taken);
        return taken;
    }

    private Uni<List<Slice>> lock(String tenant, boolean again, Instant now) {
        return Slice.getSession()
                .chain(session -> session.createNativeQuery(CLAIM, String.class)
                        .setParameter("tenant", tenant)
                        .setParameter("now", now)
                        .setParameter("again", again)
                        .setParameter("max", settings.requestsMax())
                        .getResultList())
                .chain(ids -> ids.isEmpty()
                        ? nothing()
                        : Slice.list("tenant = ?1 and id in ?2 order by stream, origin, number", tenant, ids));
    }

    /** Those of one stream together: of a long history many are silent at once. */
    private Uni<Void> giveUp(List<Slice> unanswered) {
        return Multi.createFrom()
                .iterable(unanswered.stream()
                        .collect(Collectors.groupingBy(
                                slice -> new StreamKey(slice.run, slice.stream),
                                LinkedHashMap::new,
                                Collectors.toList()))
                        .values())
                .onItem()
                .transformToUniAndConcatenate(progress::gaveUp)
                .collect()
                .asList()
                .replaceWithVoid();
    }

    private Uni<List<SliceRequested>> messages(String tenant, List<Slice> slices) {
        Set<String> runs = slices.stream().map(slice -> slice.run).collect(Collectors.toSet());
        Set<String> names = slices.stream().map(slice -> slice.pipeline).collect(Collectors.toSet());
        return Pipeline.named(tenant, names)
                .chain(pipelines -> RunStream.ofRuns(tenant, runs)
                        .map(found -> by(found, stream -> new StreamKey(stream.run, stream.stream)))
                        .chain(streams -> StreamState.ofPipelines(tenant, names)
                                .map(found -> by(found, state -> new StreamKey(state.pipeline, state.stream)))
                                .chain(states -> tuning.ofTenant(tenant)
                                        .map(hints -> slices.stream()
                                                .map(slice -> SliceMessages.of(
                                                        slice,
                                                        there(pipelines, slice.pipeline),
                                                        there(streams, new StreamKey(slice.run, slice.stream)),
                                                        there(states, new StreamKey(slice.pipeline, slice.stream)),
                                                        hints))
                                                .toList()))));
    }

    private static <K, T> Map<K, T> by(List<T> rows, Function<T, K> key) {
        return rows.stream().collect(Collectors.toMap(key, Function.identity()));
    }

    /** The database holds the references. */
    private static <K, T> T there(Map<K, T> rows, K key) {
        return Objects.requireNonNull(rows.get(key), () -> "row of " + key);
    }

    private static <T> Uni<List<T>> nothing() {
        return Uni.createFrom().item(List.of());
    }
}
