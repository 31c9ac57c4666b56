package dev.ingest.masking.http;

import dev.ingest.contracts.TableRef;
import dev.ingest.contracts.config.TableSpec;
import dev.ingest.contracts.error.IngestException;
import dev.ingest.masking.querylog.QueryLogReader;
import dev.ingest.masking.querylog.QueryPage;
import dev.ingest.masking.querylog.QuerySearch;
import dev.ingest.platform.control.ControlPlane;
import dev.ingest.platform.identity.Caller;
import dev.ingest.platform.identity.Roles;
import dev.ingest.platform.mask.ColumnAccess;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.common.annotation.Blocking;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The tenant's query log, searched. */
@Path("/api/v1/queries")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed({Roles.TENANT_ADMIN, Roles.TENANT_VIEWER, Roles.ANALYST})
@Blocking
@RegisterForReflection(targets = QueryPage.class)
public class QueriesResource {
    /** Where the gateway's query logs go, of every tenant. */
    private static final TableRef LOG = new TableRef("query_log", "queries");

    /** Parameters that name a value that a query has. */
    private static final List<String> EQUAL = List.of("user", "type", "catalog", "schema", "failure");

    private final Caller caller;
    private final ControlPlane control;
    private final Tables tables;
    private final QueryLogReader reader;

    QueriesResource(Caller caller, ControlPlane control, Tables tables, QueryLogReader reader) {
        this.caller = caller;
        this.control = control;
        this.tables = tables;
        this.reader = reader;
    }

    /** Those that match, the newest first. */
    @GET
    public QueryPage search(
            @Context UriInfo call,
            @QueryParam("state") List<String> states,
            @QueryParam("tag") List<String> tags,
            @QueryParam("text") Optional<String> text,
            @QueryParam("from") Optional<String> from,
            @QueryParam("to") Optional<String> to,
            @QueryParam("slowerThanMs") Optional<String> slowerThanMs,
            @QueryParam("after") Optional<String> after,
            @QueryParam("limit") Optional<String> limit) {
        var search =
                new QuerySearch(equal(call), given(states), given(tags), text, from, to, slowerThanMs, after, limit);
        String tenant = caller.tenant();
        return tables.ifWritten(tenant, LOG, (spec, log) -> reader.search(log, access(tenant, spec), search))
                .orElseGet(QueryPage::empty);
    }

    /** One, with its whole text and all its failures. */
    @GET
    @Path("{id}")
    public Map<String, Object> one(@PathParam("id") String id, @QueryParam("at") @DefaultValue("") String at) {
        String tenant = caller.tenant();
        return tables.ifWritten(tenant, LOG, (spec, log) -> reader.one(log, access(tenant, spec), id, at))
                .orElseThrow(() -> IngestException.notFound("query", id));
    }

    private ColumnAccess access(String tenant, TableSpec spec) {
        return new ColumnAccess(control.policy(tenant, LOG), spec.columns(), caller.roles());
    }

    /** A form's field that is empty asks for nothing. */
    private static List<String> given(List<String> values) {
        return values.stream().filter(value -> !value.isEmpty()).toList();
    }

    private static Map<String, String> equal(UriInfo call) {
        var equal = new TreeMap<String, String>();
        for (String name : EQUAL) {
            List<String> values = given(call.getQueryParameters().getOrDefault(name, List.of()));
            if (values.size() > 1) {
                throw IngestException.invalid("%s: %d values (expected: one)".formatted(name, values.size()));
            }
            values.forEach(value -> equal.put(name, value));
        }
        return equal;
    }
}
