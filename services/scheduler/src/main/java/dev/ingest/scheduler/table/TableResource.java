package dev.ingest.scheduler.table;

import dev.ingest.contracts.TableRef;
import dev.ingest.contracts.Ulid;
import dev.ingest.contracts.event.ReplayDeadLetters;
import dev.ingest.platform.identity.Caller;
import dev.ingest.platform.identity.Roles;
import dev.ingest.platform.kafka.EventPublisher;
import dev.ingest.scheduler.http.Body;
import dev.ingest.scheduler.http.Pages;
import dev.ingest.scheduler.postgres.TenantRows;
import dev.ingest.scheduler.vertx.Offload;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jboss.resteasy.reactive.ResponseStatus;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** The tables that pipelines and sources write. */
@Path("/api/v1/tables")
public class TableResource {
    /**
     * @param namespace its namespace
     * @param table its name
     * @param rejected records that went to its dead letters
     */
    @Schema(name = "Table")
    public record View(String namespace, String table, long rejected) {}

    /** @param request id of the request, for the log */
    public record Replay(String request) {}

    /**
     * Which dead letters to replay, of those that nobody has replayed; all of them if nothing is said.
     *
     * @param stream those of this stream
     * @param reason those whose reason contains this
     * @param ids these, at most 1,000
     */
    @Schema(name = "DeadLetterSelection")
    public record Letters(
            @Nullable String stream,
            @Nullable String reason,
            @Nullable List<@Nullable String> ids) {
        private static final int TEXT_MAX = 1000;

        static ReplayDeadLetters marker(String request, @Nullable Letters letters) {
            return letters == null
                    ? ReplayDeadLetters.all(request)
                    : new ReplayDeadLetters(
                            request,
                            text("stream", letters.stream),
                            text("reason", letters.reason),
                            Body.list("ids", letters.ids, ReplayDeadLetters.IDS_MAX));
        }

        private static Optional<String> text(String field, @Nullable String text) {
            return text == null ? Optional.empty() : Optional.of(Body.text(field, text, TEXT_MAX));
        }
    }

    private final Caller caller;
    private final TenantRows rows;
    private final EventPublisher publisher;
    private final Ulid ids;

    TableResource(Caller caller, TenantRows rows, EventPublisher publisher, Ulid ids) {
        this.caller = caller;
        this.rows = rows;
        this.publisher = publisher;
        this.ids = ids;
    }

    @GET
    @RolesAllowed({Roles.TENANT_ADMIN, Roles.TENANT_VIEWER, Roles.ANALYST})
    public Uni<RestResponse<List<View>>> list(
            @QueryParam("after") @DefaultValue("") String after,
            @QueryParam("limit") @DefaultValue(Pages.ALL) int limit,
            @Context UriInfo here) {
        String tenant = caller.tenant();
        int max = Pages.toRead(limit);
        return rows.of(tenant, () -> LakeTable.ofTenant(tenant, after, max))
                .map(tables -> Pages.of(
                        tables.stream()
                                .map(table -> new View(table.namespace, table.name, table.rejected))
                                .toList(),
                        limit,
                        here,
                        "after",
                        table -> table.namespace() + "." + table.table()));
    }

    @POST
    @Path("/{namespace}/{table}/dead-letters/replay")
    @RolesAllowed(Roles.TENANT_ADMIN)
    @ResponseStatus(202)
    public Uni<Replay> replay(
            @PathParam("namespace") String namespace, @PathParam("table") String table, @Nullable Letters letters) {
        String tenant = caller.tenant();
        TableRef ref = new TableRef(namespace, table);
        ReplayDeadLetters marker = Letters.marker(ids.next(), letters);
        return rows.of(tenant, () -> LakeTable.required(tenant, ref))
                .chain(() -> Offload.run(() -> publisher
                        .marker(tenant, ref, marker)
                        .toCompletableFuture()
                        .join()))
                .replaceWith(new Replay(marker.request()));
    }
}
