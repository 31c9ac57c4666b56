package dev.ingest.scheduler.destination;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ingest.contracts.error.ErrorCode;
import dev.ingest.contracts.error.IngestException;
import dev.ingest.contracts.error.Problem;
import dev.ingest.contracts.trial.DestinationTrial;
import dev.ingest.platform.identity.Caller;
import dev.ingest.platform.identity.Roles;
import dev.ingest.scheduler.postgres.TenantRows;
import dev.ingest.scheduler.vertx.Offload;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.ClientErrorException;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.ProcessingException;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.rest.client.inject.RestClient;

/** Whether a destination grants what it takes, and which right is missing. */
@Path("/api/v1/destinations/{name}/check")
@RolesAllowed(Roles.TENANT_ADMIN)
@Produces(MediaType.APPLICATION_JSON)
public class CheckResource {
    private final Caller caller;
    private final TenantRows rows;
    private final CheckApi executor;
    private final ObjectMapper json;

    CheckResource(Caller caller, TenantRows rows, @RestClient CheckApi executor, ObjectMapper json) {
        this.caller = caller;
        this.rows = rows;
        this.executor = executor;
        this.json = json;
    }

    @POST
    public Uni<String> check(@PathParam("name") String name) {
        String tenant = caller.tenant();
        return rows.of(
                        tenant,
                        () -> Destination.required(tenant, name)
                                .chain(destination -> Destination.externalId(tenant)
                                        .map(externalId -> new DestinationTrial(
                                                tenant, destination.spec().in(externalId)))))
                .chain(trial -> Offload.run(() -> ask(trial)));
    }

    private String ask(DestinationTrial trial) {
        try {
            return executor.check(trial);
        } catch (ClientErrorException refused) {
            throw passedOn(refused);
        } catch (WebApplicationException | ProcessingException away) {
            throw new IngestException(ErrorCode.UNAVAILABLE, "the executor cannot try the destination now", away);
        }
    }

    private IngestException passedOn(ClientErrorException refused) {
        String body = refused.getResponse().readEntity(String.class);
        try {
            Problem problem = json.readValue(body, Problem.class);
            return new IngestException(problem.code(), problem.detail(), refused);
        } catch (JsonProcessingException foreign) {
            return new IngestException(
                    ErrorCode.UNAVAILABLE,
                    "the executor answered %d".formatted(refused.getResponse().getStatus()),
                    foreign);
        }
    }
}
