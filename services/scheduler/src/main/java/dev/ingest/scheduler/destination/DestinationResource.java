package dev.ingest.scheduler.destination;

import dev.ingest.contracts.Names;
import dev.ingest.contracts.Ulid;
import dev.ingest.contracts.config.DestinationSpec;
import dev.ingest.contracts.error.ErrorCode;
import dev.ingest.contracts.error.IngestException;
import dev.ingest.platform.identity.Caller;
import dev.ingest.platform.identity.Roles;
import dev.ingest.scheduler.credential.Credential;
import dev.ingest.scheduler.http.Body;
import dev.ingest.scheduler.http.EntityTags;
import dev.ingest.scheduler.http.Pages;
import dev.ingest.scheduler.postgres.TenantRows;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import java.util.Optional;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** Where a tenant's tables are. */
@Path("/api/v1/destinations")
public class DestinationResource {
    private final Caller caller;
    private final TenantRows rows;
    private final EntityTags tags;
    private final Ulid ids;
    private final AwsSettings aws;

    DestinationResource(Caller caller, TenantRows rows, EntityTags tags, Ulid ids, AwsSettings aws) {
        this.aws = aws;
        this.caller = caller;
        this.rows = rows;
        this.tags = tags;
        this.ids = ids;
    }

    @PUT
    @Path("/{name}")
    @RolesAllowed(Roles.TENANT_ADMIN)
    public Uni<RestResponse<DestinationSpec>> put(
            @PathParam("name") String name,
            @HeaderParam(HttpHeaders.IF_MATCH) @Nullable String ifMatch,
            DestinationRequest body) {
        String tenant = caller.tenant();
        DestinationSpec asked = Body.required("body", body).spec(Names.resource("destination", name));
        requireIdentity(asked);
        return rows.of(
                tenant,
                () -> credentialExists(tenant, asked.credential())
                        .chain(() -> Destination.locked(tenant, name))
                        .invoke(found ->
                                tags.check(ifMatch, "destination '%s'".formatted(name), found.map(Destination::spec)))
                        .chain(found -> found.map(row -> stays(row, asked))
                                .orElseGet(() -> Uni.createFrom().item(created(tenant, name))))
                        .chain(row -> save(row, asked))
                        .map(tags::answer));
    }

    @GET
    @RolesAllowed({Roles.TENANT_ADMIN, Roles.TENANT_VIEWER})
    public Uni<RestResponse<List<DestinationSpec>>> list(
            @QueryParam("after") @DefaultValue("") String after,
            @QueryParam("limit") @DefaultValue(Pages.ALL) int limit,
            @Context UriInfo here) {
        String tenant = caller.tenant();
        int max = Pages.toRead(limit);
        return rows.of(tenant, () -> Destination.ofTenant(tenant, after, max))
                .map(found -> Pages.of(
                        found.stream().map(Destination::spec).toList(), limit, here, "after", DestinationSpec::name));
    }

    @GET
    @Path("/{name}")
    @RolesAllowed({Roles.TENANT_ADMIN, Roles.TENANT_VIEWER})
    public Uni<RestResponse<DestinationSpec>> one(@PathParam("name") String name) {
        String tenant = caller.tenant();
        return rows.of(tenant, () -> Destination.named(tenant, name))
                .map(found -> tags.answer(found.orElseThrow(() -> IngestException.notFound("destination", name))
                        .spec()));
    }

    /** Whom else would the role trust. */
    private void requireIdentity(DestinationSpec asked) {
        if (asked.properties().containsKey("role") && aws.roleArn().isEmpty()) {
            throw new IngestException(
                    ErrorCode.INVALID_ARGUMENT,
                    "properties.role: this installation has no identity at AWS, ingest.aws.role-arn (expected: keys in the credential)");
        }
    }

    private static Uni<Void> credentialExists(String tenant, Optional<String> name) {
        return name.map(credential -> Credential.required(tenant, credential).replaceWithVoid())
                .orElseGet(() -> Uni.createFrom().voidItem());
    }

    /**
     * Tables do not move with a change of words. One that nothing was ever written to is nowhere yet: whoever mistyped an address
     * mends it.
     */
    private static Uni<Destination> stays(Destination row, DestinationSpec asked) {
        boolean same = row.kind.equals(asked.kind()) && row.properties.equals(asked.properties());
        return same
                ? Uni.createFrom().item(row)
                : Destination.hasTables(row.tenant, row.name).map(used -> {
                    if (used || row.name.equals(DestinationSpec.MANAGED)) {
                        throw new IngestException(
                                ErrorCode.CONFLICT,
                                "destination '%s' has tables and stays where it is; only its credential may change"
                                        .formatted(row.name));
                    }
                    return row;
                });
    }

    private Destination created(String tenant, String name) {
        Destination row = new Destination();
        row.id = ids.next();
        row.tenant = tenant;
        row.name = name;
        return row;
    }

    private static Uni<DestinationSpec> save(Destination row, DestinationSpec asked) {
        row.kind = asked.kind();
        row.properties = asked.properties();
        row.credential = asked.credential().orElse(null);
        return row.<Destination>persist().map(Destination::spec);
    }
}
