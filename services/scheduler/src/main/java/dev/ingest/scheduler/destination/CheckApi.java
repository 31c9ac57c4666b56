package dev.ingest.scheduler.destination;

import dev.ingest.contracts.trial.DestinationTrial;
import dev.ingest.platform.http.Refusals;
import dev.ingest.platform.identity.ServiceTokenFilter;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.rest.client.annotation.RegisterProvider;
import org.eclipse.microprofile.rest.client.inject.RegisterRestClient;

/** The executor's check of a destination. Its answer stays text: it is passed on as it is. */
@RegisterRestClient(configKey = "executor")
@RegisterProvider(ServiceTokenFilter.class)
@RegisterProvider(Refusals.class)
@Path("/internal/v1/destinations")
@Produces(MediaType.APPLICATION_JSON)
public interface CheckApi {
    @POST
    @Path("/check")
    String check(DestinationTrial trial);
}
