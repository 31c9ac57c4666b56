package dev.ingest.scheduler.configuration;

import dev.ingest.contracts.TableRef;
import dev.ingest.contracts.error.IngestException;
import dev.ingest.platform.identity.Roles;
import dev.ingest.scheduler.connector.ConnectorVersion;
import dev.ingest.scheduler.feature.FeatureView;
import dev.ingest.scheduler.member.Member;
import dev.ingest.scheduler.pipeline.Pipeline;
import dev.ingest.scheduler.policy.Policy;
import dev.ingest.scheduler.postgres.TenantRows;
import dev.ingest.scheduler.source.Source;
import dev.ingest.scheduler.table.TableSpecs;
import dev.ingest.scheduler.tenant.Tenant;
import dev.ingest.scheduler.token.AccessToken;
import dev.ingest.scheduler.token.KeyUser;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.function.Supplier;

/** What the other services read, each answer with its ETag. */
@Path("/internal/v1")
@RolesAllowed(Roles.SERVICE)
public class ConfigurationResource {
    private final TenantRows rows;
    private final TableSpecs tables;
    private final Conditional conditional;

    ConfigurationResource(TenantRows rows, TableSpecs tables, Conditional conditional) {
        this.rows = rows;
        this.tables = tables;
        this.conditional = conditional;
    }

    @GET
    @Path("/tenants/{tenant}/tables/{namespace}/{table}")
    public Uni<Response> table(
            @PathParam("tenant") String tenant,
            @PathParam("namespace") String namespace,
            @PathParam("table") String table,
            @Context Request request) {
        return json(request, tenant, () -> tables.one(tenant, new TableRef(namespace, table)));
    }

    @GET
    @Path("/tenants/{tenant}/tables")
    public Uni<Response> tables(@PathParam("tenant") String tenant, @Context Request request) {
        return json(request, tenant, () -> tables.all(tenant));
    }

    @GET
    @Path("/tenants/{tenant}/pipelines/{name}")
    public Uni<Response> pipeline(
            @PathParam("tenant") String tenant, @PathParam("name") String name, @Context Request request) {
        return json(request, tenant, () -> Pipeline.required(tenant, name).map(Pipeline::spec));
    }

    @GET
    @Path("/tenants/{tenant}/connectors/{name}/{version}")
    public Uni<Response> manifest(
            @PathParam("tenant") String tenant,
            @PathParam("name") String name,
            @PathParam("version") int version,
            @Context Request request) {
        return rows.of(tenant, () -> ConnectorVersion.required(tenant, name, version))
                .map(row -> conditional.yaml(request, row.manifest));
    }

    @GET
    @Path("/tenants/{tenant}/egress")
    public Uni<Response> egress(@PathParam("tenant") String tenant, @Context Request request) {
        return json(request, tenant, () -> Tenant.required(tenant).map(Tenant::egressSpec));
    }

    @GET
    @Path("/tenants/{tenant}/sources")
    public Uni<Response> sources(@PathParam("tenant") String tenant, @Context Request request) {
        return json(
                request,
                tenant,
                () -> Source.ofTenant(tenant)
                        .map(found -> found.stream().map(Source::spec).toList()));
    }

    @GET
    @Path("/tenants/{tenant}/feature-views")
    public Uni<Response> featureViews(@PathParam("tenant") String tenant, @Context Request request) {
        return json(
                request,
                tenant,
                () -> FeatureView.ofTenant(tenant)
                        .map(found -> found.stream().map(FeatureView::spec).toList()));
    }

    @GET
    @Path("/tenants/{tenant}/policies/{namespace}/{table}")
    public Uni<Response> policy(
            @PathParam("tenant") String tenant,
            @PathParam("namespace") String namespace,
            @PathParam("table") String table,
            @Context Request request) {
        return json(
                request,
                tenant,
                () -> Policy.required(tenant, new TableRef(namespace, table)).map(Policy::spec));
    }

    @GET
    @Path("/members/{name}")
    public Uni<Response> memberships(@PathParam("name") String name, @Context Request request) {
        return rows.readEveryones(() -> Member.everywhere(List.of(name)))
                .map(found -> conditional.json(
                        request, found.stream().map(Member::spec).toList()));
    }

    @GET
    @Path("/tokens/{sha256}")
    public Uni<Response> token(@PathParam("sha256") String sha256, @Context Request request) {
        return rows.readEveryones(() -> AccessToken.hashed(sha256))
                .map(found -> found.orElseThrow(() -> IngestException.notFound("token with hash", sha256)))
                .map(token -> conditional.json(request, token.spec()));
    }

    @GET
    @Path("/tenants/{tenant}/key-users/{user}")
    public Uni<Response> keyUser(
            @PathParam("tenant") String tenant, @PathParam("user") String user, @Context Request request) {
        return json(request, tenant, () -> KeyUser.required(tenant, user).map(KeyUser::spec));
    }

    @GET
    @Path("/tenants/{tenant}/limits")
    public Uni<Response> limits(@PathParam("tenant") String tenant, @Context Request request) {
        return json(request, tenant, () -> Tenant.required(tenant).map(found -> found.limits));
    }

    private <T> Uni<Response> json(Request request, String tenant, Supplier<Uni<T>> read) {
        return rows.of(tenant, read).map(value -> conditional.json(request, value));
    }
}
