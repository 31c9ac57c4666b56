package dev.ingest.scheduler.consent;

import dev.ingest.platform.identity.Caller;
import dev.ingest.platform.identity.Roles;
import dev.ingest.scheduler.postgres.TenantRows;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** What came of a consent. It ends where the API sends the browser back to: {@link ReturnResource}. */
@Path("/api/v1/consents/{id}")
public class ConsentResource {
    /** Of a consent. */
    @Schema(name = "ConsentStatus")
    public enum Status {
        PENDING,
        GRANTED,
        REFUSED,
        /** Nobody came back in time, or what came of it was lost with a process: begin anew. */
        EXPIRED
    }

    /**
     * @param id its id
     * @param connector for which connector
     * @param version which version of it
     * @param credential name of the credential that gets the tokens
     * @param status what came of it
     * @param problem why it was refused
     * @param expiresAt until when they have to be back
     */
    @Schema(name = "Consent")
    public record View(
            String id,
            String connector,
            int version,
            String credential,
            Status status,
            Optional<String> problem,
            Instant expiresAt) {
        static View of(Consent row, Instant now) {
            return new View(
                    row.id,
                    row.connector,
                    row.connectorVersion,
                    row.credential,
                    status(row, now),
                    Optional.ofNullable(row.problem),
                    row.expiresAt);
        }

        private static Status status(Consent row, Instant now) {
            return switch (row.status) {
                case GRANTED -> Status.GRANTED;
                case REFUSED -> Status.REFUSED;
                case PENDING -> row.expiresAt.isAfter(now) ? Status.PENDING : Status.EXPIRED;
            };
        }
    }

    private final Caller caller;
    private final TenantRows rows;
    private final Clock clock;

    ConsentResource(Caller caller, TenantRows rows, Clock clock) {
        this.caller = caller;
        this.rows = rows;
        this.clock = clock;
    }

    @GET
    @RolesAllowed({Roles.TENANT_ADMIN, Roles.TENANT_VIEWER})
    public Uni<View> consent(@PathParam("id") String id) {
        String tenant = caller.tenant();
        return rows.of(tenant, () -> Consent.required(tenant, id)).map(row -> View.of(row, clock.instant()));
    }
}
