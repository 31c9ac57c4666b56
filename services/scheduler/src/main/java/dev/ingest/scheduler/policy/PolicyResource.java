package dev.ingest.scheduler.policy;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import dev.ingest.contracts.TableRef;
import dev.ingest.contracts.Ulid;
import dev.ingest.contracts.config.MaskingPolicySpec;
import dev.ingest.contracts.config.MaskingPolicySpec.Mask;
import dev.ingest.contracts.error.IngestException;
import dev.ingest.platform.identity.Caller;
import dev.ingest.platform.identity.Roles;
import dev.ingest.scheduler.http.Body;
import dev.ingest.scheduler.http.EntityTags;
import dev.ingest.scheduler.postgres.TenantRows;
import dev.ingest.scheduler.table.Columns;
import dev.ingest.scheduler.table.LakeTable;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.HttpHeaders;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** Who may see which personal column, and how. */
@Path("/api/v1/policies/{namespace}/{table}")
public class PolicyResource {
    private static final Set<String> READERS =
            Set.of(Roles.TENANT_ADMIN, Roles.TENANT_VIEWER, Roles.ANALYST, Roles.CONSUMER);

    /** @param columns for each personal column, the mask for each role that may read it */
    @Schema(name = "PolicyRequest")
    @JsonIgnoreProperties({"tenant", "namespace", "table"}) // what a read says beside it
    public record Request(@Nullable Map<String, @Nullable Map<String, @Nullable Mask>> columns) {}

    private final Caller caller;
    private final TenantRows rows;
    private final EntityTags tags;
    private final Ulid ids;

    PolicyResource(Caller caller, TenantRows rows, EntityTags tags, Ulid ids) {
        this.tags = tags;
        this.caller = caller;
        this.rows = rows;
        this.ids = ids;
    }

    @PUT
    @RolesAllowed(Roles.TENANT_ADMIN)
    public Uni<RestResponse<MaskingPolicySpec>> put(
            @PathParam("namespace") String namespace,
            @PathParam("table") String table,
            @HeaderParam(HttpHeaders.IF_MATCH) @Nullable String ifMatch,
            Request body) {
        String tenant = caller.tenant();
        TableRef ref = new TableRef(namespace, table);
        var columns = masks(Body.required("columns", Body.required("body", body).columns()));
        return rows.of(
                tenant,
                // one change of a table's policy at a time
                () -> LakeTable.locked(tenant, ref)
                        .chain(() -> Policy.of(tenant, ref))
                        .chain(found -> {
                            tags.check(ifMatch, "the policy of table " + ref, found.map(Policy::spec));
                            Policy row = found.orElseGet(() -> created(tenant, ref));
                            row.columns = columns;
                            return row.<Policy>persist();
                        })
                        .map(this::tagged));
    }

    @GET
    @RolesAllowed({Roles.TENANT_ADMIN, Roles.TENANT_VIEWER})
    public Uni<RestResponse<MaskingPolicySpec>> one(
            @PathParam("namespace") String namespace, @PathParam("table") String table) {
        String tenant = caller.tenant();
        TableRef ref = new TableRef(namespace, table);
        return rows.of(tenant, () -> Policy.required(tenant, ref)).map(this::tagged);
    }

    private RestResponse<MaskingPolicySpec> tagged(Policy row) {
        return RestResponse.ResponseBuilder.ok(row.spec())
                .tag(tags.of(row.spec()))
                .build();
    }

    private static Map<String, Map<String, Mask>> masks(Map<String, @Nullable Map<String, @Nullable Mask>> asked) {
        Map<String, Map<String, Mask>> masks = new TreeMap<>();
        asked.forEach((column, roles) -> {
            // any name: the writer adds columns that nobody declared
            Columns.named("columns", column);
            Map<String, Mask> byRole = new TreeMap<>();
            Body.required("columns." + column, roles).forEach((role, mask) -> {
                String at = "columns.%s.%s".formatted(column, role);
                if (!READERS.contains(role)) {
                    throw IngestException.invalid("%s: unknown role (expected: one of %s)"
                            .formatted(at, String.join(", ", new TreeSet<>(READERS))));
                }
                byRole.put(role, Body.required(at, mask));
            });
            masks.put(column, byRole);
        });
        return masks;
    }

    private Policy created(String tenant, TableRef table) {
        Policy row = new Policy();
        row.id = ids.next();
        row.tenant = tenant;
        row.namespace = table.namespace();
        row.tableName = table.name();
        return row;
    }
}
