package dev.ingest.scheduler.pipeline;

import dev.ingest.scheduler.alert.Alert;
import dev.ingest.scheduler.alert.Alerts;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Clock;

/** Lets pipelines go on whose credential was refused, once the API takes it. Within the caller's transaction. */
@Singleton
public final class Resuming {
    private final Alerts alerts;
    private final Clock clock;

    Resuming(Alerts alerts, Clock clock) {
        this.alerts = alerts;
        this.clock = clock;
    }

    /** The API took the pipeline's credential. */
    public Uni<Void> accepted(Pipeline pipeline) {
        if (pipeline.pausedKind == Pause.Kind.AUTH) {
            pipeline.resume(clock.instant());
        }
        return alerts.resolve(pipeline.tenant, Alert.Kind.PIPELINE_PAUSED, pipeline.name);
    }

    /** The API of a connector took a credential: every pipeline goes on that it kept from running. */
    public Uni<Void> accepted(String tenant, String connector, String credential) {
        return Pipeline.<Pipeline>list(
                        "tenant = ?1 and connector = ?2 and credential = ?3 and pausedKind = ?4",
                        tenant,
                        connector,
                        credential,
                        Pause.Kind.AUTH)
                .chain(paused -> Multi.createFrom()
                        .iterable(paused)
                        .onItem()
                        .transformToUniAndConcatenate(this::accepted)
                        .collect()
                        .asList())
                .replaceWithVoid();
    }
}
