package dev.ingest.scheduler.trial;

import dev.ingest.contracts.error.IngestException;
import dev.ingest.contracts.trial.TrialRequest;
import dev.ingest.platform.identity.Caller;
import dev.ingest.platform.identity.Roles;
import dev.ingest.scheduler.connector.ConnectorVersion;
import dev.ingest.scheduler.connector.Manifests;
import dev.ingest.scheduler.credential.Credential;
import dev.ingest.scheduler.http.Body;
import dev.ingest.scheduler.postgres.TenantRows;
import dev.ingest.scheduler.vertx.Offload;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** Trying a connector before a pipeline depends on it. The executor calls the API; nothing lands in a table. */
@Path("/api/v1/connectors/{name}/versions/{version}")
@RolesAllowed(Roles.TENANT_ADMIN)
@Produces(MediaType.APPLICATION_JSON)
public class TrialResource {
    private static final int RECORDS_DEFAULT = 10;

    /**
     * @param config the connector's configuration, without secrets
     * @param credential name of the credential that completes it, or none
     * @param stream name of the stream to read, or to discover in full
     * @param limit most records, or none for ten
     */
    @Schema(name = "TrialRequest")
    public record Request(
            @Nullable Map<String, Object> config,
            @Nullable String credential,
            @Nullable String stream,
            @Nullable Integer limit) {}

    private record Parts(ConnectorVersion connector, Optional<Credential> credential, Set<String> personal) {}

    private final Caller caller;
    private final TenantRows rows;
    private final Manifests manifests;
    private final Trials trials;
    private final Checks checks;

    TrialResource(Caller caller, TenantRows rows, Manifests manifests, Trials trials, Checks checks) {
        this.caller = caller;
        this.rows = rows;
        this.manifests = manifests;
        this.trials = trials;
        this.checks = checks;
    }

    @POST
    @Path("/check")
    public Uni<String> check(@PathParam("name") String name, @PathParam("version") int version, Request body) {
        return tried("check", name, version, Body.required("body", body))
                .chain(answer -> checks.follow(answer, caller.tenant(), name, Optional.ofNullable(body.credential())));
    }

    @POST
    @Path("/discover")
    public Uni<String> discover(@PathParam("name") String name, @PathParam("version") int version, Request body) {
        return tried("discover", name, version, Body.required("body", body));
    }

    @POST
    @Path("/read")
    public Uni<String> read(@PathParam("name") String name, @PathParam("version") int version, Request body) {
        var ignored = Body.required("stream", Body.required("body", body).stream());
        return tried("read", name, version, body);
    }

    private Uni<String> tried(String what, String name, int version, Request body) {
        String tenant = caller.tenant();
        return rows.of(tenant, () -> parts(tenant, name, version, body))
                .chain(parts -> Offload.run(() -> {
                    manifests.checkConfig(
                            parts.connector().manifest,
                            config(body),
                            parts.credential().map(row -> row.keys).orElse(List.of()));
                    return trials.ask(what, request(tenant, name, version, body, parts.personal()));
                }));
    }

    private static Uni<Parts> parts(String tenant, String name, int version, Request body) {
        return ConnectorVersion.required(tenant, name, version)
                .chain(connector -> credential(tenant, body)
                        .chain(credential -> PersonalColumns.of(tenant, name, body.stream())
                                .map(personal -> new Parts(connector, credential, personal))));
    }

    private static Uni<Optional<Credential>> credential(String tenant, Request body) {
        return body.credential() == null
                ? Uni.createFrom().item(Optional.empty())
                : Credential.required(tenant, body.credential()).map(Optional::of);
    }

    private static Map<String, Object> config(Request body) {
        return Objects.requireNonNullElse(body.config(), Map.of());
    }

    private static TrialRequest request(String tenant, String name, int version, Request body, Set<String> personal) {
        int records = Objects.requireNonNullElse(body.limit(), RECORDS_DEFAULT);
        if (records < 1) {
            throw IngestException.invalid("limit: %d (expected: at least 1)".formatted(records));
        }
        return new TrialRequest(
                tenant,
                name,
                version,
                config(body),
                Optional.ofNullable(body.credential()),
                Optional.ofNullable(body.stream()),
                records,
                personal);
    }
}
