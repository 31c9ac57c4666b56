package dev.ingest.scheduler.run;

import dev.ingest.scheduler.connector.ConnectorVersion;
import dev.ingest.scheduler.connector.Manifests;
import dev.ingest.scheduler.connector.StreamPlan;
import dev.ingest.scheduler.pipeline.Pipeline;
import dev.ingest.scheduler.pipeline.PipelineStream;
import dev.ingest.scheduler.postgres.TenantRows;
import dev.ingest.scheduler.tuning.Tuning;
import dev.ingest.scheduler.vertx.Offload;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Plans queued runs, and claims their slices. Within the caller's transaction, which is too short to read a manifest in: runs of a
 * manifest that has not been read are left queued, with its text for whoever plans them next.
 */
@Singleton
final class RunPlanning {
    private final PlannedSlices slices;
    private final RunEnds ends;
    private final RunSettings settings;
    private final Manifests manifests;
    private final Tuning tuning;
    private final Clock clock;

    RunPlanning(
            PlannedSlices slices, RunEnds ends, RunSettings settings, Manifests manifests, Tuning tuning, Clock clock) {
        this.slices = slices;
        this.ends = ends;
        this.settings = settings;
        this.manifests = manifests;
        this.tuning = tuning;
        this.clock = clock;
    }

    /** A queued run whose manifest has been read. */
    private record Ready(Run run, Pipeline pipeline, Manifests.Planner planner) {}

    /** What one run's plan takes. */
    private record Task(
            Manifests.Planner planner, Map<String, Object> config, Map<String, Optional<String>> checkpoints) {}

    /**
     * Plans runs together.
     *
     * @param queued of one tenant; new ones are made
     * @param read planners of manifests that are too long to be kept, or were read a moment ago, by fingerprint
     */
    Uni<Planned> plan(String tenant, List<Run> queued, Map<String, Manifests.Planner> read) {
        if (queued.isEmpty()) {
            return Uni.createFrom().item(new Planned(List.of(), List.of(), claim(List.of(), false)));
        }
        return Plannable.named(tenant, queued.stream().map(run -> run.pipeline).toList())
                .chain(pipelines -> {
                    List<Ready> ready = new ArrayList<>();
                    List<Run> waiting = new ArrayList<>();
                    Set<String> unread = new LinkedHashSet<>();
                    for (Run run : queued) {
                        Plannable of = Objects.requireNonNull(pipelines.get(run.pipeline));
                        Optional.ofNullable(read.get(of.manifest()))
                                .or(() -> manifests.read(of.manifest()))
                                .ifPresentOrElse(planner -> ready.add(new Ready(run, of.pipeline(), planner)), () -> {
                                    waiting.add(run);
                                    unread.add(of.manifest());
                                });
                    }
                    return begin(tenant, ready).chain(planned -> left(tenant, planned, waiting, unread));
                });
    }

    /** What cannot be planned yet stays queued. */
    private static Uni<Planned> left(String tenant, Planned planned, List<Run> waiting, Set<String> unread) {
        return waiting.isEmpty()
                ? Uni.createFrom().item(planned)
                : TenantRows.insert(waiting)
                        .chain(() -> ConnectorVersion.ofManifests(tenant, unread))
                        .map(versions -> new Planned(planned.begun(), versions, planned.requests()));
    }

    private Uni<Planned> begin(String tenant, List<Ready> ready) {
        if (ready.isEmpty()) {
            return Uni.createFrom().item(new Planned(List.of(), List.of(), claim(List.of(), false)));
        }
        List<String> names = ready.stream().map(each -> each.pipeline().name).toList();
        return known(tenant, names)
                .chain(known -> Offload.run(() -> plans(
                                ready.stream().map(each -> task(each, known)).toList()))
                        .chain(plans -> keep(ready, known, plans)));
    }

    /** What is there already, locked: first the slices, then where their streams are, in the order in which facts lock them. */
    private Uni<PlannedSlices.Known> known(String tenant, List<String> names) {
        return Slice.failedLocked(tenant, names)
                .chain(failed -> StreamState.locked(tenant, names)
                        .chain(states -> tuning.ofTenant(tenant)
                                .map(hints -> new PlannedSlices.Known(
                                        failed.stream()
                                                .collect(Collectors.groupingBy(
                                                        slice -> new StreamKey(slice.pipeline, slice.stream))),
                                        states.stream()
                                                .collect(Collectors.toMap(
                                                        state -> new StreamKey(state.pipeline, state.stream),
                                                        Function.identity())),
                                        hints))));
    }

    private static Task task(Ready ready, PlannedSlices.Known known) {
        Map<String, Optional<String>> checkpoints = new LinkedHashMap<>();
        for (PipelineStream stream : ready.pipeline().streams) {
            var key = new StreamKey(ready.pipeline().name, stream.name());
            // One with failed slices fetches those first, its gap closes before it goes on. A full refresh fetches
            // everything.
            boolean whole = stream.refreshes() || !known.failed().containsKey(key);
            if (ready.run().wants(stream.name()) && whole) {
                checkpoints.put(
                        stream.name(),
                        Optional.ofNullable(known.states().get(key))
                                .flatMap(state -> Optional.ofNullable(state.checkpoint)));
            }
        }
        return new Task(ready.planner(), ready.pipeline().config, checkpoints);
    }

    private List<Map<String, StreamPlan>> plans(List<Task> tasks) {
        Instant now = clock.instant();
        return tasks.stream()
                .map(task -> task.planner().plan(task.config(), task.checkpoints(), now))
                .toList();
    }

    private Uni<Planned> keep(List<Ready> ready, PlannedSlices.Known known, List<Map<String, StreamPlan>> plans) {
        Instant now = clock.instant();
        var made = new PlannedSlices.Made(now);
        List<Planned.Begun> begun = new ArrayList<>();
        for (int i = 0; i < ready.size(); i++) {
            Run run = ready.get(i).run();
            Pipeline pipeline = ready.get(i).pipeline();
            run.become(new RunState.Queued().begun(), now);
            run.beganAt = now;
            begun.add(
                    new Planned.Begun(run, pipeline.credential, slices.make(run, pipeline, known, plans.get(i), made)));
        }
        List<Planned.Begun> ended = begun.stream()
                .filter(each -> each.run().follow(each.streams(), Optional.empty(), now))
                .toList();
        Claim claim = claim(made.due(), made.due().size() > settings.requestsMax());
        return TenantRows.insert(begun.stream().map(Planned.Begun::run).toList())
                .chain(made::insert)
                .chain(() -> Multi.createFrom()
                        .iterable(ended)
                        .onItem()
                        .transformToUniAndConcatenate(each -> ends.ended(each.run(), each.streams(), now))
                        .collect()
                        .asList())
                .replaceWith(new Planned(begun, List.of(), claim));
    }

    /** Of as many slices as go at once; the others are due, and wait. */
    private Claim claim(List<PlannedSlices.Due> due, boolean more) {
        Instant at = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        Instant until = at.plus(settings.claim());
        return new Claim(
                due.stream()
                        .sorted(PlannedSlices.Due.ORDER)
                        .limit(settings.requestsMax())
                        .map(each -> each.claimed(until))
                        .toList(),
                at,
                until,
                more);
    }
}
