package dev.ingest.scheduler.notification;

import dev.ingest.contracts.Names;
import dev.ingest.contracts.Ulid;
import dev.ingest.platform.identity.Caller;
import dev.ingest.platform.identity.Roles;
import dev.ingest.scheduler.alert.Alert;
import dev.ingest.scheduler.alert.Alerts;
import dev.ingest.scheduler.http.Body;
import dev.ingest.scheduler.http.EntityTags;
import dev.ingest.scheduler.http.IdempotencyKey;
import dev.ingest.scheduler.http.Pages;
import dev.ingest.scheduler.postgres.TenantRows;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.UriInfo;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jboss.resteasy.reactive.ResponseStatus;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** Whom to tell of what. */
@Path("/api/v1/notifications")
public class NotificationResource {

    /**
     * @param name its name
     * @param kind how somebody is told
     * @param url where a webhook is posted to
     * @param recipients whom mails go to
     * @param events what they are told of
     * @param credential whose {@code secret} signs
     */
    @Schema(name = "Notification")
    public record View(
            String name,
            NotificationTarget.Kind kind,
            Optional<String> url,
            List<String> recipients,
            List<String> events,
            Optional<String> credential) {
        public static View of(NotificationTarget row) {
            return new View(
                    row.name,
                    row.kind,
                    Optional.ofNullable(row.url),
                    row.recipients,
                    row.events,
                    Optional.ofNullable(row.credential));
        }
    }

    /**
     * @param notification what was asked for
     * @param failures how often in turn it could not be told
     * @param disabledAt since when it is not told any more
     * @param disabledReason why
     */
    @Schema(name = "NotificationState")
    public record State(
            View notification, int failures, Optional<Instant> disabledAt, Optional<String> disabledReason) {
        static State of(NotificationTarget row) {
            return new State(
                    View.of(row),
                    row.failures,
                    Optional.ofNullable(row.disabledAt),
                    Optional.ofNullable(row.disabledReason));
        }
    }

    private final Caller caller;
    private final TenantRows rows;
    private final Targets targets;
    private final Outbox outbox;
    private final Alerts alerts;
    private final EntityTags tags;
    private final Ulid ids;
    private final Clock clock;

    NotificationResource(
            Caller caller,
            TenantRows rows,
            Targets targets,
            Outbox outbox,
            Alerts alerts,
            EntityTags tags,
            Ulid ids,
            Clock clock) {
        this.caller = caller;
        this.rows = rows;
        this.targets = targets;
        this.outbox = outbox;
        this.alerts = alerts;
        this.tags = tags;
        this.ids = ids;
        this.clock = clock;
    }

    @PUT
    @Path("/{name}")
    @RolesAllowed(Roles.TENANT_ADMIN)
    public Uni<RestResponse<View>> put(
            @PathParam("name") String name,
            @HeaderParam(HttpHeaders.IF_MATCH) @Nullable String ifMatch,
            NotificationRequest body) {
        String tenant = caller.tenant();
        NotificationRequest asked = Body.required("body", body);
        String known = Names.resource("notification", name);
        return rows.of(
                tenant,
                () -> NotificationTarget.locked(tenant, known)
                        .invoke(found -> tags.check(ifMatch, "notification '%s'".formatted(known), found.map(View::of)))
                        .chain(found -> targets.saved(tenant, known, found, asked))
                        .map(View::of)
                        .map(tags::answer));
    }

    @GET
    @RolesAllowed({Roles.TENANT_ADMIN, Roles.TENANT_VIEWER})
    public Uni<RestResponse<List<State>>> list(
            @QueryParam("after") @DefaultValue("") String after,
            @QueryParam("limit") @DefaultValue(Pages.ALL) int limit,
            @Context UriInfo here) {
        String tenant = caller.tenant();
        int max = Pages.toRead(limit);
        return rows.of(tenant, () -> NotificationTarget.ofTenant(tenant, after, max))
                .map(found -> Pages.of(
                        found.stream().map(State::of).toList(),
                        limit,
                        here,
                        "after",
                        state -> state.notification().name()));
    }

    @GET
    @Path("/{name}")
    @RolesAllowed({Roles.TENANT_ADMIN, Roles.TENANT_VIEWER})
    public Uni<RestResponse<View>> one(@PathParam("name") String name) {
        String tenant = caller.tenant();
        return rows.of(tenant, () -> NotificationTarget.required(tenant, name))
                .map(View::of)
                .map(tags::answer);
    }

    @DELETE
    @Path("/{name}")
    @RolesAllowed(Roles.TENANT_ADMIN)
    public Uni<Void> delete(@PathParam("name") String name) {
        String tenant = caller.tenant();
        return rows.of(
                tenant,
                () -> NotificationTarget.required(tenant, name)
                        .chain(row -> row.delete())
                        .chain(() -> alerts.resolve(tenant, Alert.Kind.NOTIFICATION_DISABLED, name)));
    }

    /** Tells it again from now on; what waits is told first. */
    @POST
    @Path("/{name}/enable")
    @RolesAllowed(Roles.TENANT_ADMIN)
    public Uni<State> enable(@PathParam("name") String name) {
        String tenant = caller.tenant();
        return rows.of(
                tenant,
                () -> NotificationTarget.required(tenant, name)
                        .invoke(row -> row.enable(clock.instant()))
                        .call(() -> alerts.resolve(tenant, Alert.Kind.NOTIFICATION_DISABLED, name))
                        .map(State::of));
    }

    /** Tells it something of no importance. */
    @POST
    @Path("/{name}/test")
    @RolesAllowed(Roles.TENANT_ADMIN)
    @ResponseStatus(202)
    public Uni<State> test(@PathParam("name") String name, @HeaderParam(IdempotencyKey.HEADER) @Nullable String key) {
        String tenant = caller.tenant();
        String once = IdempotencyKey.of(key).orElseGet(ids::next);
        String by = caller.name();
        return rows.of(
                tenant,
                () -> NotificationTarget.required(tenant, name)
                        .call(row ->
                                outbox.write(row, Event.TEST, once, Map.of("message", "a test, asked for by " + by)))
                        .map(State::of));
    }
}
