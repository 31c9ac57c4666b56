package dev.ingest.platform.control;

import dev.ingest.contracts.config.ReadNote;
import dev.ingest.platform.http.Refusals;
import dev.ingest.platform.identity.ServiceTokenFilter;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.faulttolerance.CircuitBreaker;
import org.eclipse.microprofile.faulttolerance.Retry;
import org.eclipse.microprofile.faulttolerance.Timeout;
import org.eclipse.microprofile.rest.client.annotation.RegisterProvider;
import org.eclipse.microprofile.rest.client.inject.RegisterRestClient;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** The configuration calls of the scheduler. Bodies stay text: whoever caches them parses them once. */
@RegisterRestClient(configKey = "scheduler")
@RegisterProvider(ServiceTokenFilter.class)
@Path("/internal/v1")
@RegisterProvider(Refusals.class)
@Timeout
@Retry
@CircuitBreaker
public interface SchedulerApi {
    String IF_NONE_MATCH = "If-None-Match";

    @GET
    @Path("/tenants/{tenant}/tables/{namespace}/{table}")
    RestResponse<String> table(
            @PathParam("tenant") String tenant,
            @PathParam("namespace") String namespace,
            @PathParam("table") String table,
            @HeaderParam(IF_NONE_MATCH) @Nullable String etag);

    @GET
    @Path("/tenants/{tenant}/tables")
    RestResponse<String> tables(@PathParam("tenant") String tenant, @HeaderParam(IF_NONE_MATCH) @Nullable String etag);

    @GET
    @Path("/tenants/{tenant}/pipelines/{name}")
    RestResponse<String> pipeline(
            @PathParam("tenant") String tenant,
            @PathParam("name") String name,
            @HeaderParam(IF_NONE_MATCH) @Nullable String etag);

    @GET
    @Path("/tenants/{tenant}/connectors/{name}/{version}")
    RestResponse<String> manifest(
            @PathParam("tenant") String tenant,
            @PathParam("name") String name,
            @PathParam("version") int version,
            @HeaderParam(IF_NONE_MATCH) @Nullable String etag);

    @GET
    @Path("/tenants/{tenant}/egress")
    RestResponse<String> egress(@PathParam("tenant") String tenant, @HeaderParam(IF_NONE_MATCH) @Nullable String etag);

    @GET
    @Path("/tenants/{tenant}/sources")
    RestResponse<String> sources(@PathParam("tenant") String tenant, @HeaderParam(IF_NONE_MATCH) @Nullable String etag);

    @GET
    @Path("/tenants/{tenant}/feature-views")
    RestResponse<String> featureViews(
            @PathParam("tenant") String tenant, @HeaderParam(IF_NONE_MATCH) @Nullable String etag);

    @GET
    @Path("/tenants/{tenant}/policies/{namespace}/{table}")
    RestResponse<String> policy(
            @PathParam("tenant") String tenant,
            @PathParam("namespace") String namespace,
            @PathParam("table") String table,
            @HeaderParam(IF_NONE_MATCH) @Nullable String etag);

    @GET
    @Path("/tenants/{tenant}/key-users/{user}")
    RestResponse<String> keyUser(
            @PathParam("tenant") String tenant,
            @PathParam("user") String user,
            @HeaderParam(IF_NONE_MATCH) @Nullable String etag);

    @GET
    @Path("/tenants/{tenant}/limits")
    RestResponse<String> limits(@PathParam("tenant") String tenant, @HeaderParam(IF_NONE_MATCH) @Nullable String etag);

    @GET
    @Path("/members/{name}")
    RestResponse<String> memberships(@PathParam("name") String name, @HeaderParam(IF_NONE_MATCH) @Nullable String etag);

    @GET
    @Path("/tokens/{sha256}")
    RestResponse<String> token(@PathParam("sha256") String sha256, @HeaderParam(IF_NONE_MATCH) @Nullable String etag);

    @POST
    @Path("/tenants/{tenant}/reads")
    @Consumes(MediaType.APPLICATION_JSON)
    RestResponse<Void> read(@PathParam("tenant") String tenant, ReadNote note);
}
