package dev.ingest.scheduler.source;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.ingest.contracts.Names;
import dev.ingest.contracts.Ulid;
import dev.ingest.contracts.config.ColumnSpec;
import dev.ingest.contracts.error.ErrorCode;
import dev.ingest.contracts.error.IngestException;
import dev.ingest.platform.identity.Caller;
import dev.ingest.platform.identity.Roles;
import dev.ingest.scheduler.destination.Destination;
import dev.ingest.scheduler.http.Body;
import dev.ingest.scheduler.http.EntityTags;
import dev.ingest.scheduler.http.Pages;
import dev.ingest.scheduler.postgres.TenantRows;
import dev.ingest.scheduler.table.LakeTable;
import dev.ingest.scheduler.table.Owner;
import dev.ingest.scheduler.table.TableClaims;
import dev.ingest.scheduler.table.TableShape;
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
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** Stream sources of the gateway. */
@Path("/api/v1/sources")
public class SourceResource {
    /**
     * @param name the source's name
     * @param namespace the table's namespace
     * @param table the table's name
     * @param eventTime the column of the event's time
     * @param columns the schema
     * @param key key columns
     * @param destination where the table is
     * @param partition by what the table's rows are kept apart, if somebody said it
     * @param sort the order of rows in files, if somebody said it
     * @param freshnessSeconds how soon a record is to be readable in the table, if that is not as soon as it can be
     */
    @Schema(name = "Source")
    public record View(
            String name,
            String namespace,
            String table,
            String eventTime,
            List<ColumnSpec> columns,
            List<String> key,
            String destination,
            @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<List<String>> partition,
            @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<List<String>> sort,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) Optional<Integer> freshnessSeconds) {
        static View of(Source row, LakeTable table) {
            return new View(
                    row.name,
                    row.namespace,
                    row.table,
                    row.eventTime,
                    row.columns,
                    table.key,
                    table.destination,
                    Optional.ofNullable(table.partitionBy),
                    Optional.ofNullable(table.sortBy),
                    Optional.ofNullable(row.freshnessSeconds));
        }
    }

    private final Caller caller;
    private final TenantRows rows;
    private final TableClaims claims;
    private final EntityTags tags;
    private final Ulid ids;

    SourceResource(Caller caller, TenantRows rows, TableClaims claims, EntityTags tags, Ulid ids) {
        this.tags = tags;
        this.caller = caller;
        this.rows = rows;
        this.claims = claims;
        this.ids = ids;
    }

    @PUT
    @Path("/{name}")
    @RolesAllowed(Roles.TENANT_ADMIN)
    public Uni<RestResponse<View>> put(
            @PathParam("name") String name,
            @HeaderParam(HttpHeaders.IF_MATCH) @Nullable String ifMatch,
            SourceRequest body) {
        String tenant = caller.tenant();
        TableShape shape = Body.required("body", body).shape(Names.resource("source", name));
        Optional<Integer> freshness = body.freshness();
        return rows.of(
                tenant,
                () -> Destination.required(tenant, shape.destination())
                        .chain(() -> Source.locked(tenant, name))
                        .call(found -> asRead(ifMatch, name, found))
                        .map(found -> found.orElseGet(() -> created(tenant, name, shape)))
                        .chain(row -> sameTable(row, shape))
                        .chain(row -> claims.claim(tenant, new Owner(Owner.Kind.SOURCE, name), List.of(shape))
                                .chain(() -> {
                                    row.eventTime = body.timeColumn();
                                    row.columns = shape.columns();
                                    row.freshnessSeconds = freshness.orElse(null);
                                    return row.<Source>persistAndFlush();
                                }))
                        .chain(this::view)
                        .map(tags::answer));
    }

    /** All of a tenant's. Within the caller's transaction. */
    public Uni<List<View>> all(String tenant) {
        return Source.ofTenant(tenant).chain(sources -> views(tenant, sources));
    }

    private static Uni<List<View>> views(String tenant, List<Source> sources) {
        return LakeTable.ofTenant(tenant)
                .map(tables -> sources.stream()
                        .map(row -> View.of(row, of(row, tables)))
                        .toList());
    }

    @GET
    @RolesAllowed({Roles.TENANT_ADMIN, Roles.TENANT_VIEWER})
    public Uni<RestResponse<List<View>>> list(
            @QueryParam("after") @DefaultValue("") String after,
            @QueryParam("limit") @DefaultValue(Pages.ALL) int limit,
            @Context UriInfo here) {
        String tenant = caller.tenant();
        int max = Pages.toRead(limit);
        return rows.of(tenant, () -> Source.ofTenant(tenant, after, max).chain(sources -> views(tenant, sources)))
                .map(found -> Pages.of(found, limit, here, "after", View::name));
    }

    @GET
    @Path("/{name}")
    @RolesAllowed({Roles.TENANT_ADMIN, Roles.TENANT_VIEWER})
    public Uni<RestResponse<View>> one(@PathParam("name") String name) {
        String tenant = caller.tenant();
        return rows.of(tenant, () -> Source.required(tenant, name).chain(this::view))
                .map(tags::answer);
    }

    private Uni<Void> asRead(@Nullable String ifMatch, String name, Optional<Source> found) {
        Uni<Optional<View>> present = found.map(row -> view(row).map(Optional::of))
                .orElseGet(() -> Uni.createFrom().item(Optional.empty()));
        return present.invoke(view -> tags.check(ifMatch, "source '%s'".formatted(name), view))
                .replaceWithVoid();
    }

    private Uni<View> view(Source row) {
        return LakeTable.named(row.tenant, row.spec().table()).map(table -> View.of(row, table.orElseThrow()));
    }

    private static LakeTable of(Source row, List<LakeTable> tables) {
        return tables.stream()
                .filter(table -> table.ref().equals(row.spec().table()))
                .findFirst()
                .orElseThrow();
    }

    private static Uni<Source> sameTable(Source row, TableShape shape) {
        if (!row.spec().table().equals(shape.table())) {
            throw new IngestException(
                    ErrorCode.CONFLICT,
                    "table: '%s' (expected: '%s': a source keeps its table)"
                            .formatted(shape.table(), row.spec().table()));
        }
        return Uni.createFrom().item(row);
    }

    private Source created(String tenant, String name, TableShape shape) {
        Source row = new Source();
        row.id = ids.next();
        row.tenant = tenant;
        row.name = name;
        row.namespace = shape.table().namespace();
        row.table = shape.table().name();
        row.columns = shape.columns();
        return row;
    }
}
