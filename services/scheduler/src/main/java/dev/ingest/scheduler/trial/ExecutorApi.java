package dev.ingest.scheduler.trial;

import dev.ingest.contracts.trial.ConsentExchange;
import dev.ingest.contracts.trial.TrialRequest;
import dev.ingest.platform.http.Refusals;
import dev.ingest.platform.identity.ServiceTokenFilter;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.rest.client.annotation.RegisterProvider;
import org.eclipse.microprofile.rest.client.inject.RegisterRestClient;

/**
 * The executor's trials. Answers stay text: they are passed on as they are. Not tried again by itself: each call spends a
 * tenant's budget at somebody else's API. The client's own time-out is longer than a trial may take.
 */
@RegisterRestClient(configKey = "executor")
@RegisterProvider(ServiceTokenFilter.class)
@RegisterProvider(Refusals.class)
@Path("/internal/v1/connectors")
@Produces(MediaType.APPLICATION_JSON)
public interface ExecutorApi {
    @POST
    @Path("/{what}")
    String tried(@PathParam("what") String what, TrialRequest request);

    @POST
    @Path("/consent")
    String exchanged(ConsentExchange request);
}
