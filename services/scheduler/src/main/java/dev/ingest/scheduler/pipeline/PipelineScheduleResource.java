package dev.ingest.scheduler.pipeline;

import dev.ingest.contracts.error.IngestException;
import dev.ingest.platform.identity.Caller;
import dev.ingest.platform.identity.Roles;
import dev.ingest.scheduler.alert.Alert;
import dev.ingest.scheduler.alert.Alerts;
import dev.ingest.scheduler.http.Body;
import dev.ingest.scheduler.notification.Event;
import dev.ingest.scheduler.notification.Outbox;
import dev.ingest.scheduler.postgres.TenantRows;
import dev.ingest.scheduler.schedule.Timetable;
import dev.ingest.scheduler.schedule.Timing;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** When a pipeline runs, and whether. */
@Path("/api/v1/pipelines/{name}")
public class PipelineScheduleResource {
    private static final int COUNT_MAX = 100;
    private static final int REASON_CHARACTERS_MAX = 500;

    /**
     * @param schedule its words
     * @param timing what goes with it
     * @param next when it runs next by itself, jitter and blackouts included
     */
    @Schema(name = "PipelineSchedule")
    public record View(String schedule, Timing timing, List<Instant> next) {}

    /** @param reason why, for whoever wonders, or none */
    public record PauseRequest(@Nullable String reason) {}

    private final Caller caller;
    private final TenantRows rows;
    private final Alerts alerts;
    private final Outbox outbox;
    private final Clock clock;

    PipelineScheduleResource(Caller caller, TenantRows rows, Alerts alerts, Outbox outbox, Clock clock) {
        this.outbox = outbox;
        this.caller = caller;
        this.rows = rows;
        this.alerts = alerts;
        this.clock = clock;
    }

    @GET
    @Path("/schedule")
    @RolesAllowed({Roles.TENANT_ADMIN, Roles.TENANT_VIEWER})
    public Uni<View> schedule(@PathParam("name") String name, @QueryParam("count") @DefaultValue("10") int count) {
        if (count < 1 || count > COUNT_MAX) {
            throw IngestException.invalid("count: %d (expected: 1 to %d)".formatted(count, COUNT_MAX));
        }
        String tenant = caller.tenant();
        return rows.of(tenant, () -> Pipeline.required(tenant, name))
                .map(row -> new View(row.schedule, row.timing, next(row, count)));
    }

    @POST
    @Path("/pause")
    @RolesAllowed(Roles.TENANT_ADMIN)
    public Uni<PipelineResource.View> pause(@PathParam("name") String name, @Nullable PauseRequest body) {
        String tenant = caller.tenant();
        String reason = body == null || body.reason() == null
                ? "paused by %s".formatted(caller.name())
                : Body.text("reason", body.reason(), REASON_CHARACTERS_MAX);
        Instant now = clock.instant();
        return rows.of(
                        tenant,
                        () -> Pipeline.required(tenant, name)
                                .call(row -> row.pause().isPresent()
                                        ? Uni.createFrom().voidItem()
                                        : told(row, reason, now))
                                .invoke(row -> row.pause(new Pause(Pause.Kind.ADMIN, reason, now))))
                .map(PipelineResource.View::of);
    }

    private Uni<Void> told(Pipeline row, String reason, Instant now) {
        return outbox.tell(
                row.tenant,
                Event.PIPELINE_PAUSED,
                row.name + "/" + now,
                Map.of(
                        "subject",
                        row.name,
                        "message",
                        "pipeline '%s' is paused: %s".formatted(row.name, reason),
                        "action",
                        "resume it when it shall run by itself again",
                        "link",
                        "/api/v1/pipelines/%s/resume".formatted(row.name)));
    }

    @POST
    @Path("/resume")
    @RolesAllowed(Roles.TENANT_ADMIN)
    public Uni<PipelineResource.View> resume(@PathParam("name") String name) {
        String tenant = caller.tenant();
        Instant now = clock.instant();
        return rows.of(
                        tenant,
                        () -> Pipeline.required(tenant, name)
                                .invoke(row -> row.resume(now))
                                .call(() -> alerts.resolve(tenant, Alert.Kind.PIPELINE_PAUSED, name)))
                .map(PipelineResource.View::of);
    }

    /** What is planned comes first: the clock may have passed it, and no tick come since. */
    private List<Instant> next(Pipeline row, int count) {
        if (row.nextDue == null || row.nextNominal == null) {
            return List.of();
        }
        Timetable timetable = row.timetable();
        Instant planned = row.nextDue;
        return java.util.stream.Stream.concat(
                        java.util.stream.Stream.of(planned),
                        timetable.upcoming(row.nextNominal, count).stream()
                                .map(Timetable.Time::due)
                                .filter(planned::isBefore))
                .limit(count)
                .toList();
    }
}
