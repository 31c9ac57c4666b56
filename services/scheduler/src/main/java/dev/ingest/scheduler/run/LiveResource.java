package dev.ingest.scheduler.run;

import dev.ingest.contracts.error.ErrorCode;
import dev.ingest.contracts.error.IngestException;
import dev.ingest.platform.identity.Caller;
import dev.ingest.platform.identity.Roles;
import io.smallrye.mutiny.Multi;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jboss.resteasy.reactive.RestStreamElementType;

/** What a pipeline brings, as it comes. */
@Path("/api/v1/pipelines/{name}/live")
public class LiveResource {
    /** Each looks at the database a few times a second. */
    private static final int WATCHERS_MAX = 200;

    private static final AtomicInteger WATCHERS = new AtomicInteger();

    private final Caller caller;
    private final Live live;

    LiveResource(Caller caller, Live live) {
        this.caller = caller;
        this.live = live;
    }

    /** Server-sent events; no client of the document could read them, so they are not in it. */
    @GET
    @Produces(MediaType.SERVER_SENT_EVENTS)
    @RestStreamElementType(MediaType.APPLICATION_JSON)
    @RolesAllowed({Roles.TENANT_ADMIN, Roles.TENANT_VIEWER})
    @OfAPipeline
    @Operation(hidden = true)
    public Multi<Live.Counts> watch(@PathParam("name") String name) {
        String tenant = caller.tenant();
        if (WATCHERS.incrementAndGet() > WATCHERS_MAX) {
            WATCHERS.decrementAndGet();
            throw new IngestException(
                    ErrorCode.RATE_LIMITED, "%d watch already (expected: at most that)".formatted(WATCHERS_MAX));
        }
        return live.watch(tenant, name).onTermination().invoke(WATCHERS::decrementAndGet);
    }
}
