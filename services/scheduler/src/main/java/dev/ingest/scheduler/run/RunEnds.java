package dev.ingest.scheduler.run;

import dev.ingest.contracts.config.MergeMode;
import dev.ingest.contracts.event.SliceFailed;
import dev.ingest.platform.trace.Traces;
import dev.ingest.scheduler.alert.Alert;
import dev.ingest.scheduler.alert.Alerts;
import dev.ingest.scheduler.alert.Alerts.News;
import dev.ingest.scheduler.pipeline.Pause;
import dev.ingest.scheduler.pipeline.Pipeline;
import dev.ingest.scheduler.pipeline.Resuming;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What follows from the end of a run, or from a credential that was refused. Within the caller's transaction. */
@Singleton
final class RunEnds {
    private final Resuming resuming;
    private final Alerts alerts;
    private final RunNews news;
    private final Clock clock;
    private final MeterRegistry registry;
    private final Traces traces;

    RunEnds(Resuming resuming, Alerts alerts, RunNews news, Clock clock, MeterRegistry registry, Traces traces) {
        this.traces = traces;
        this.news = news;
        this.resuming = resuming;
        this.alerts = alerts;
        this.clock = clock;
        this.registry = registry;
    }

    /** The run has ended: what waits for it goes on, and its ledger is looked at. */
    Uni<Void> ended(Run run, List<RunStream> streams, Instant now) {
        return over(run, now)
                .chain(() -> run.state() instanceof RunState.Succeeded ? succeeded(run, now) : nothing())
                .chain(() -> news.ended(run, streams))
                .chain(() -> Pipeline.required(run.tenant, run.pipeline))
                .chain(pipeline -> Multi.createFrom()
                        .iterable(streams)
                        .select()
                        .where(stream -> !Ledger.of(stream).balances(keyed(pipeline, stream)))
                        .onItem()
                        .transformToUniAndConcatenate(stream -> unbalanced(run, stream))
                        .collect()
                        .asList())
                .replaceWithVoid();
    }

    /** The run is not waited for any more, however it ended. */
    Uni<Void> over(Run run, Instant now) {
        registry.counter("ingest.runs", "status", run.state().text()).increment();
        traced(run, now);
        return waiting(run, now);
    }

    private void traced(Run run, Instant now) {
        boolean well = run.state() instanceof RunState.Succeeded;
        traces.run(
                run.id,
                run.requestedAt,
                now,
                Map.of("tenant", run.tenant, "pipeline", run.pipeline, "run", run.id),
                well ? Optional.empty() : Optional.of(run.state().text()));
    }

    /** A run that was due while this one went on is due now. */
    private static Uni<Void> waiting(Run run, Instant now) {
        return Pipeline.update(
                        "waits = false, nextDue = ?1 where tenant = ?2 and name = ?3 and waits = true",
                        now,
                        run.tenant,
                        run.pipeline)
                .replaceWithVoid();
    }

    private Uni<Void> succeeded(Run run, Instant now) {
        return Pipeline.downstream(run.tenant, run.pipeline)
                .invoke(followers -> followers.forEach(follower -> follower.follow(now)))
                .chain(() -> Pipeline.required(run.tenant, run.pipeline))
                .chain(resuming::accepted);
    }

    /** If it is the credential that is wrong: nothing of the pipeline works until somebody changes it. */
    Uni<Void> refused(Slice slice, SliceFailed failure) {
        if (failure.kind() != SliceFailed.Kind.AUTH) {
            return nothing();
        }
        return Pipeline.locked(slice.tenant, slice.pipeline)
                .map(Optional::orElseThrow)
                .chain(pipeline -> {
                    pipeline.pause(new Pause(Pause.Kind.AUTH, failure.message(), clock.instant()));
                    return alerts.raise(
                            slice.tenant,
                            Alert.Kind.PIPELINE_PAUSED,
                            slice.pipeline,
                            new News(
                                    "pipeline '%s' is paused: the API refused its credential: %s"
                                            .formatted(slice.pipeline, failure.message()),
                                    RunReason.action(failure.kind(), pipeline.credential),
                                    RunReason.credentialLink(pipeline.credential)));
                });
    }

    /** Of a stream that was taken out of the pipeline meanwhile nobody knows. */
    private static boolean keyed(Pipeline pipeline, RunStream row) {
        return pipeline.streams.stream()
                .filter(stream -> stream.name().equals(row.stream))
                .allMatch(stream -> stream.merge() != MergeMode.APPEND);
    }

    private Uni<Void> unbalanced(Run run, RunStream stream) {
        Ledger ledger = Ledger.of(stream);
        return alerts.raise(
                run.tenant,
                Alert.Kind.LEDGER_UNBALANCED,
                "%s/%s".formatted(run.id, stream.stream),
                new News(
                        "stream '%s': %d fetched, %d committed, %d dead-lettered: %d too %s"
                                .formatted(
                                        stream.stream,
                                        ledger.fetched(),
                                        ledger.committed(),
                                        ledger.deadLettered(),
                                        Math.abs(ledger.deduplicated()),
                                        ledger.deduplicated() < 0 ? "many" : "few"),
                        "compare the table with the source before you rely on it, and tell whoever runs the platform",
                        "/api/v1/runs/" + run.id));
    }

    private static Uni<Void> nothing() {
        return Uni.createFrom().voidItem();
    }
}
