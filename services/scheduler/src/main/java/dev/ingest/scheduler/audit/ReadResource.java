package dev.ingest.scheduler.audit;

import dev.ingest.contracts.config.ReadNote;
import dev.ingest.platform.identity.Roles;
import dev.ingest.scheduler.http.Body;
import dev.ingest.scheduler.postgres.TenantRows;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import java.time.Clock;
import org.jboss.resteasy.reactive.ResponseStatus;

/** Reads of what no mask covers, as other services tell them before they answer. A change tells itself. */
@Path("/internal/v1/tenants/{tenant}/reads")
@RolesAllowed(Roles.SERVICE)
public class ReadResource {
    private static final int TEXT_MAX = 1000;
    private static final String INSERT = """
            insert into audit (tenant, at, actor, action, kind, subject, fields)
            values (:tenant, :at, :actor, 'READ', :kind, :subject, '{}')""";

    private final TenantRows rows;
    private final Clock clock;

    ReadResource(TenantRows rows, Clock clock) {
        this.rows = rows;
        this.clock = clock;
    }

    @POST
    @ResponseStatus(204)
    public Uni<Void> read(@PathParam("tenant") String tenant, ReadNote note) {
        ReadNote given = Body.required("note", note);
        return rows.of(
                        tenant,
                        () -> Panache.getSession()
                                .chain(session -> session.createNativeQuery(INSERT)
                                        .setParameter("tenant", tenant)
                                        .setParameter("at", clock.instant())
                                        .setParameter("actor", Body.text("actor", given.actor(), TEXT_MAX))
                                        .setParameter("kind", Body.text("kind", given.kind(), TEXT_MAX))
                                        .setParameter("subject", Body.text("subject", given.subject(), TEXT_MAX))
                                        .executeUpdate()))
                .replaceWithVoid();
    }
}
