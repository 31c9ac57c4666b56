package dev.ingest.executor.trial;

import dev.ingest.connector.manifest.ManifestException;
import dev.ingest.contracts.error.ErrorCode;
import dev.ingest.contracts.error.IngestException;
import dev.ingest.contracts.trial.ConsentExchange;
import dev.ingest.contracts.trial.TrialRequest;
import dev.ingest.platform.identity.Roles;
import io.smallrye.common.annotation.Blocking;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;

/** Trials for the scheduler, which asks in a tenant's name: the executor alone calls APIs. */
@Path("/internal/v1/connectors")
@RolesAllowed(Roles.SERVICE)
@Blocking
@Produces(MediaType.APPLICATION_JSON)
public class TrialResource {
    private final Trials trials;
    private final Consents consents;
    private final TrialSettings settings;
    private final Semaphore places;

    TrialResource(Trials trials, Consents consents, TrialSettings settings) {
        this.trials = trials;
        this.consents = consents;
        this.settings = settings;
        this.places = new Semaphore(settings.concurrency());
    }

    @POST
    @Path("/check")
    public Object check(TrialRequest request) {
        return inPlace(() -> trials.check(request));
    }

    @POST
    @Path("/discover")
    public Object discover(TrialRequest request) {
        return inPlace(() -> trials.discover(request));
    }

    @POST
    @Path("/read")
    public Object read(TrialRequest request) {
        return inPlace(() -> trials.read(request));
    }

    @POST
    @Path("/consent")
    public Object consent(ConsentExchange request) {
        return inPlace(() -> consents.exchange(request));
    }

    private Object inPlace(Supplier<TrialAnswer> trial) {
        if (!places.tryAcquire()) {
            throw new IngestException(
                    ErrorCode.RATE_LIMITED,
                    "%d trials are under way (limit: ingest.trial.concurrency); try again in a moment"
                            .formatted(settings.concurrency()));
        }
        try {
            return trial.get();
        } catch (ManifestException unusable) {
            throw new IngestException(ErrorCode.INVALID_ARGUMENT, String.valueOf(unusable.getMessage()), unusable);
        } finally {
            places.release();
        }
    }
}
