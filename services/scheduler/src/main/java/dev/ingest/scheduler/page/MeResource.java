package dev.ingest.scheduler.page;

import dev.ingest.platform.identity.Caller;
import dev.ingest.platform.identity.Roles;
import io.quarkus.security.Authenticated;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** Who is calling. */
@Path("/api/v1/me")
@Authenticated
public class MeResource {
    /**
     * @param name the subject of the token
     * @param tenant the tenant whose things they see; operators have none
     * @param roles what they may do
     */
    @Schema(name = "Me")
    public record View(String name, Optional<String> tenant, List<String> roles) {}

    private final Caller caller;

    MeResource(Caller caller) {
        this.caller = caller;
    }

    @GET
    public View me() {
        List<String> roles = caller.roles().stream().sorted().toList();
        boolean tenants = roles.stream().anyMatch(role -> !role.equals(Roles.OPERATOR) && !role.equals(Roles.SERVICE));
        return new View(caller.name(), tenants ? Optional.of(caller.tenant()) : Optional.empty(), roles);
    }
}
