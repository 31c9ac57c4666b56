package dev.ingest.executor.trial;

import dev.ingest.contracts.error.ErrorCode;
import dev.ingest.contracts.error.IngestException;
import dev.ingest.contracts.trial.DestinationTrial;
import dev.ingest.destination.Checks;
import dev.ingest.lake.DestinationCheck.Outcome;
import dev.ingest.platform.identity.Roles;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.common.annotation.Blocking;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.concurrent.Semaphore;

/** Whether a destination grants what it takes, for the scheduler, which opens none. */
@Path("/internal/v1/destinations")
@RolesAllowed(Roles.SERVICE)
@Blocking
@Produces(MediaType.APPLICATION_JSON)
public class DestinationTrialResource {
    private final Checks checks;
    private final TrialSettings settings;
    private final Semaphore places;

    DestinationTrialResource(Checks checks, TrialSettings settings) {
        this.checks = checks;
        this.settings = settings;
        this.places = new Semaphore(settings.concurrency());
    }

    /** @param granted whether every right is there */
    @RegisterForReflection
    public record Answer(boolean granted, List<Checks.Checked> rights) {}

    @POST
    @Path("/check")
    public Answer check(DestinationTrial trial) {
        if (!places.tryAcquire()) {
            throw new IngestException(
                    ErrorCode.RATE_LIMITED,
                    "%d checks are under way (limit: ingest.trial.concurrency); try again in a moment"
                            .formatted(settings.concurrency()));
        }
        try {
            List<Checks.Checked> rights = checks.check(trial.tenant(), trial.destination());
            return new Answer(rights.stream().allMatch(right -> right.outcome() == Outcome.GRANTED), rights);
        } finally {
            places.release();
        }
    }
}
