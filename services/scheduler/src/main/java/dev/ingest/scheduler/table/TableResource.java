package dev.ingest.scheduler.table;

import dev.ingest.contracts.TableRef;
import dev.ingest.contracts.Ulid;
import dev.ingest.contracts.event.ReplayDeadLetters;
import dev.ingest.platform.identity.Caller;
import dev.ingest.platform.identity.Roles;
import dev.ingest.platform.kafka.EventPublisher;
import dev.ingest.scheduler.postgres.TenantRows;
import dev.ingest.scheduler.vertx.Offload;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jboss.resteasy.reactive.ResponseStatus;

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
    public Uni<List<View>> list() {
        String tenant = caller.tenant();
        return rows.of(tenant, () -> LakeTable.ofTenant(tenant))
                .map(tables -> tables.stream()
                        .map(table -> new View(table.namespace, table.name, table.rejected))
                        .toList());
    }

    @POST
    @Path("/{namespace}/{table}/dead-letters/replay")
    @RolesAllowed(Roles.TENANT_ADMIN)
    @ResponseStatus(202)
    public Uni<Replay> replay(@PathParam("namespace") String namespace, @PathParam("table") String table) {
        String tenant = caller.tenant();
        TableRef ref = new TableRef(namespace, table);
        var marker = new ReplayDeadLetters(ids.next());
        return rows.of(tenant, () -> LakeTable.required(tenant, ref))
                .chain(() -> Offload.run(() -> publisher
                        .marker(tenant, ref, marker)
                        .toCompletableFuture()
                        .join()))
                .replaceWith(new Replay(marker.request()));
    }
}
