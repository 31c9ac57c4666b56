package dev.ingest.scheduler.feature;

import dev.ingest.contracts.Names;
import dev.ingest.contracts.TableRef;
import dev.ingest.contracts.Ulid;
import dev.ingest.contracts.config.ColumnSpec;
import dev.ingest.contracts.config.FeatureViewSpec;
import dev.ingest.contracts.config.FeatureViewSpec.State;
import dev.ingest.contracts.error.ErrorCode;
import dev.ingest.contracts.error.IngestException;
import dev.ingest.platform.identity.Caller;
import dev.ingest.platform.identity.Roles;
import dev.ingest.scheduler.http.Body;
import dev.ingest.scheduler.http.EntityTags;
import dev.ingest.scheduler.http.Pages;
import dev.ingest.scheduler.policy.Policy;
import dev.ingest.scheduler.postgres.TenantRows;
import dev.ingest.scheduler.source.Source;
import dev.ingest.scheduler.table.LakeTable;
import dev.ingest.scheduler.table.Owner;
import dev.ingest.scheduler.table.TableClaims;
import dev.ingest.scheduler.table.TableShape;
import dev.ingest.scheduler.vertx.Offload;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DELETE;
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
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** Feature views. What they are is what the gateway reads of them. */
@Path("/api/v1/feature-views")
public class FeatureViewResource {
    /** @param state the state it shall have */
    public record StateRequest(@Nullable State state) {}

    private final Caller caller;
    private final TenantRows rows;
    private final TableClaims claims;
    private final EntityTags tags;
    private final Ulid ids;
    private final Clock clock;

    FeatureViewResource(Caller caller, TenantRows rows, TableClaims claims, EntityTags tags, Ulid ids, Clock clock) {
        this.tags = tags;
        this.caller = caller;
        this.rows = rows;
        this.claims = claims;
        this.ids = ids;
        this.clock = clock;
    }

    /** Creates a version of a view, or changes what may change of it: features may be added, its source and keys stay. */
    @PUT
    @Path("/{name}/{version}")
    @RolesAllowed(Roles.TENANT_ADMIN)
    public Uni<RestResponse<FeatureViewSpec>> put(
            @PathParam("name") String name,
            @PathParam("version") String version,
            @HeaderParam(HttpHeaders.IF_MATCH) @Nullable String ifMatch,
            FeatureViewRequest body) {
        String tenant = caller.tenant();
        FeatureViewRequest asked = Body.required("body", body);
        Names.resource("feature view", name);
        Names.resource("version", version);
        return Offload.run(() -> Transformations.checked(asked.components()))
                .chain(transformation -> rows.of(
                        tenant,
                        () -> FeatureView.locked(tenant, name, version)
                                .invoke(found -> found.ifPresent(FeatureViewResource::notDropped))
                                .invoke(found -> tags.check(
                                        ifMatch,
                                        "feature view '%s %s'".formatted(name, version),
                                        found.map(FeatureView::spec)))
                                .chain(found -> Source.required(tenant, asked.sourceName())
                                        .chain(source -> saved(found, tenant, name, version, source, asked)))
                                .map(tags::answer)));
    }

    private Uni<FeatureViewSpec> saved(
            Optional<FeatureView> present,
            String tenant,
            String name,
            String version,
            Source source,
            FeatureViewRequest asked) {
        return Uni.createFrom()
                .item(present)
                .map(found -> found.orElseGet(() -> created(tenant, name, version, source, asked)))
                .invoke(row -> unchanged(row, source, asked))
                .chain(row -> claimed(row, source, asked))
                .chain(row -> row.<FeatureView>persistAndFlush())
                .map(FeatureView::spec);
    }

    /** Suspends a view's writes, or resumes them. */
    @PUT
    @Path("/{name}/{version}/state")
    @RolesAllowed(Roles.TENANT_ADMIN)
    public Uni<FeatureViewSpec> state(
            @PathParam("name") String name, @PathParam("version") String version, StateRequest body) {
        String tenant = caller.tenant();
        State state = Body.required("state", Body.required("body", body).state());
        return rows.of(
                tenant,
                () -> FeatureView.required(tenant, name, version).map(row -> {
                    row.state = state;
                    return row.spec();
                }));
    }

    /** Drops a version of a view: posts do not reach it and queries do not find it. Its table keeps its rows. */
    @DELETE
    @Path("/{name}/{version}")
    @RolesAllowed(Roles.TENANT_ADMIN)
    public Uni<Void> drop(@PathParam("name") String name, @PathParam("version") String version) {
        String tenant = caller.tenant();
        return rows.of(
                tenant,
                () -> FeatureView.required(tenant, name, version)
                        .invoke(row -> row.droppedAt = clock.instant())
                        .replaceWithVoid());
    }

    @GET
    @RolesAllowed({Roles.TENANT_ADMIN, Roles.TENANT_VIEWER})
    public Uni<RestResponse<List<FeatureViewSpec>>> list(
            @QueryParam("after") @DefaultValue("") String after,
            @QueryParam("limit") @DefaultValue(Pages.ALL) int limit,
            @Context UriInfo here) {
        String tenant = caller.tenant();
        int max = Pages.toRead(limit);
        return rows.of(tenant, () -> FeatureView.ofTenant(tenant, after, max))
                .map(found -> Pages.of(
                        found.stream().map(FeatureView::spec).toList(),
                        limit,
                        here,
                        "after",
                        view -> view.name() + "/" + view.version()));
    }

    @GET
    @Path("/{name}/{version}")
    @RolesAllowed({Roles.TENANT_ADMIN, Roles.TENANT_VIEWER})
    public Uni<RestResponse<FeatureViewSpec>> one(
            @PathParam("name") String name, @PathParam("version") String version) {
        String tenant = caller.tenant();
        return rows.of(
                tenant,
                () -> FeatureView.required(tenant, name, version)
                        .map(FeatureView::spec)
                        .map(tags::answer));
    }

    private Uni<FeatureView> claimed(FeatureView row, Source source, FeatureViewRequest asked) {
        TableRef from = source.spec().table();
        return LakeTable.required(row.tenant, from)
                .chain(of -> Policy.of(row.tenant, from)
                        .map(policy ->
                                policy.map(masks -> masks.columns.keySet()).orElse(Set.of()))
                        .chain(hidden -> claimed(row, source, asked, asked.features(source, hidden), of.destination)));
    }

    private Uni<FeatureView> claimed(
            FeatureView row, Source source, FeatureViewRequest asked, List<ColumnSpec> features, String destination) {
        Optional<TableShape> shape = asked.shape(row.name, row.version, source, features, destination);
        keepsItsTable(row, shape);
        row.columns = features;
        row.transformation = asked.components();
        row.online = asked.keptOnline();
        row.namespace = shape.map(each -> each.table().namespace()).orElse(null);
        row.table = shape.map(each -> each.table().name()).orElse(null);
        var owner = new Owner(Owner.Kind.FEATURE_VIEW, row.name + " " + row.version);
        return claims.claim(row.tenant, owner, shape.map(List::of).orElse(List.of()))
                .replaceWith(row);
    }

    private static void keepsItsTable(FeatureView row, Optional<TableShape> shape) {
        Optional<TableRef> asked = shape.map(TableShape::table);
        if (row.tableRef().isPresent() && asked.isPresent() && !row.tableRef().equals(asked)) {
            throw conflict("table", asked.get(), row.tableRef().get());
        }
    }

    private static void notDropped(FeatureView row) {
        if (row.droppedAt != null) {
            throw new IngestException(
                    ErrorCode.CONFLICT,
                    "feature view '%s %s' was dropped (expected: a version that was never used)"
                            .formatted(row.name, row.version));
        }
    }

    private static void unchanged(FeatureView row, Source source, FeatureViewRequest asked) {
        if (!row.source.equals(source.name)) {
            throw conflict("source", source.name, row.source);
        }
        if (!row.eventTime.equals(source.eventTime)) {
            throw conflict("eventTime", source.eventTime, row.eventTime);
        }
        if (!row.entityKeys.equals(asked.keys(source))) {
            throw conflict("entityKeys", asked.keys(source), row.entityKeys);
        }
    }

    private static IngestException conflict(String field, Object asked, Object present) {
        return new IngestException(
                ErrorCode.CONFLICT,
                "%s: '%s' (expected: '%s': a version of a view keeps it; make another version)"
                        .formatted(field, asked, present));
    }

    private FeatureView created(String tenant, String name, String version, Source source, FeatureViewRequest asked) {
        FeatureView row = new FeatureView();
        row.id = ids.next();
        row.tenant = tenant;
        row.name = name;
        row.version = version;
        row.source = source.name;
        row.entityKeys = asked.keys(source);
        row.eventTime = source.eventTime;
        row.state = State.ACTIVE;
        return row;
    }
}
