package dev.ingest.scheduler.connector;

import dev.ingest.connector.ConsentSteps;
import dev.ingest.platform.identity.Caller;
import dev.ingest.platform.identity.Roles;
import dev.ingest.scheduler.postgres.TenantRows;
import dev.ingest.scheduler.vertx.Offload;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** What somebody has to fill in to use a connector. */
@Path("/api/v1/connectors/{name}/versions/{version}/spec")
public class SpecResource {
    /**
     * @param schema JSON schema of the configuration; {@code airbyte_secret} marks what belongs into a credential, under its dotted path
     * @param consent how the user grants access in a browser; missing where there is no such way
     */
    @Schema(name = "ConnectorSpec")
    public record View(Map<String, @Nullable Object> schema, Optional<Consent> consent) {}

    /**
     * All paths are dotted, into the configuration.
     *
     * @param when the field whose value decides whether this way is used; missing for always
     * @param value that value
     * @param fills what it fills in, so that nobody has to
     * @param app where the id and the secret of the OAuth app belong
     * @param lent whether the operator lends an app, so that the tenant needs none of its own
     */
    @Schema(name = "ConnectorConsent")
    public record Consent(
            Optional<String> when, Optional<String> value, List<String> fills, List<String> app, boolean lent) {
        static Consent of(ConsentSteps steps, boolean lent) {
            List<String> key = steps.data().predicateKey();
            return new Consent(
                    key.isEmpty() ? Optional.empty() : Optional.of(dotted(key)),
                    steps.data().predicateValue(),
                    steps.outputPaths().stream().map(Consent::dotted).toList(),
                    Stream.of("client_id", "client_secret")
                            .map(steps::appPath)
                            .map(Consent::dotted)
                            .toList(),
                    lent);
        }

        private static String dotted(List<String> path) {
            return String.join(".", path);
        }
    }

    private static final String LENT = "select count(*) from oauth_app where tenant = :tenant and name = :name";

    private final Caller caller;
    private final TenantRows rows;
    private final Manifests manifests;

    SpecResource(Caller caller, TenantRows rows, Manifests manifests) {
        this.caller = caller;
        this.rows = rows;
        this.manifests = manifests;
    }

    @GET
    @RolesAllowed({Roles.TENANT_ADMIN, Roles.TENANT_VIEWER})
    public Uni<View> spec(@PathParam("name") String name, @PathParam("version") int version) {
        String tenant = caller.tenant();
        return rows.of(
                        tenant,
                        () -> ConnectorVersion.required(tenant, name, version)
                                .chain(found -> lent(tenant, name).map(lent -> new Parts(found, lent))))
                .chain(parts -> Offload.run(() -> manifests.spec(parts.connector().manifest, parts.lent())));
    }

    private record Parts(ConnectorVersion connector, boolean lent) {}

    /** Within the caller's transaction. */
    private static Uni<Boolean> lent(String tenant, String connector) {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery(LENT, Long.class)
                        .setParameter("tenant", tenant)
                        .setParameter("name", connector)
                        .getSingleResult())
                .map(found -> found > 0);
    }
}
