package dev.ingest.platform.drain;

import dev.ingest.contracts.error.ErrorCode;
import dev.ingest.contracts.error.IngestException;
import dev.ingest.contracts.event.DrainPartition;
import dev.ingest.platform.identity.Roles;
import io.quarkus.arc.properties.IfBuildProperty;
import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.common.annotation.Blocking;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;

/**
 * Wakeups as a KafkaSource delivers them: one CloudEvent per POST, whose answer is awaited. The request is the work, so the
 * autoscaler sees it.
 */
@IfBuildProperty(name = "ingest.drain.enabled", stringValue = "true")
@Path("/wakeups")
public final class HttpDoor {
    private final Drains drains;
    private final PartitionHandler handler;
    private final DrainSettings settings;
    private final SecurityIdentity identity;

    HttpDoor(Drains drains, PartitionHandler handler, DrainSettings settings, SecurityIdentity identity) {
        this.drains = drains;
        this.handler = handler;
        this.settings = settings;
        this.identity = identity;
    }

    /** What a wakeup led to. */
    public record Answer(DrainOutcome outcome) {}

    @POST
    @Blocking
    public Answer wake(DrainPartition wakeup) throws InterruptedException {
        if (settings.httpDoorNeedsToken() && !identity.hasRole(Roles.SERVICE)) {
            ErrorCode code = identity.isAnonymous() ? ErrorCode.UNAUTHENTICATED : ErrorCode.PERMISSION_DENIED;
            throw new IngestException(code, "a wakeup needs a token with role service");
        }
        if (!wakeup.topic().equals(handler.topic())) {
            throw IngestException.invalid("topic: '%s' (expected: %s)".formatted(wakeup.topic(), handler.topic()));
        }
        return new Answer(drains.drain(wakeup.partition()));
    }
}
