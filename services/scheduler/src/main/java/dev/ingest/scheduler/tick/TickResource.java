package dev.ingest.scheduler.tick;

import dev.ingest.platform.identity.Roles;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;

/** The tick, for whoever calls it: a cron job in the cluster. */
@Path("/internal/v1/tick")
public class TickResource {
    private final Tick tick;

    TickResource(Tick tick) {
        this.tick = tick;
    }

    @POST
    @RolesAllowed({Roles.OPERATOR, Roles.SERVICE})
    public Uni<Tick.Done> tick() {
        return tick.once();
    }
}
