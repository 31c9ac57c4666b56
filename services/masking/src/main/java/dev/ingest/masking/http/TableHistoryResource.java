package dev.ingest.masking.http;

import dev.ingest.contracts.error.ErrorCode;
import dev.ingest.contracts.error.IngestException;
import dev.ingest.lake.SnapshotInfo;
import dev.ingest.platform.control.ControlPlane;
import dev.ingest.platform.identity.Caller;
import dev.ingest.platform.identity.Roles;
import dev.ingest.platform.mask.ColumnAccess;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.common.annotation.Blocking;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** How a table came to be what it is: its columns and its snapshots. */
@Path("/api/v1/tables/{namespace}/{table}")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed({Roles.TENANT_ADMIN, Roles.TENANT_VIEWER, Roles.ANALYST})
@Blocking
public class TableHistoryResource {
    /** How a column looks that the caller does not see. */
    private static final String HIDDEN = "HIDDEN";

    private static final int SNAPSHOTS_DEFAULT = 50;
    private static final int SNAPSHOTS_MAX = 1000;

    private final Caller caller;
    private final ControlPlane control;
    private final Tables tables;

    TableHistoryResource(Caller caller, ControlPlane control, Tables tables) {
        this.caller = caller;
        this.control = control;
        this.tables = tables;
    }

    /**
     * @param columns as they are now
     * @param history how they became so, the latest change first; of many changes the latest 200
     */
    @RegisterForReflection
    public record Shape(List<ColumnNow> columns, List<SchemaChanges.Change> history) {}

    /** @param mask how the caller sees its values: {@code CLEAR}, {@code SHA256}, {@code IP}, {@code REDACT} or {@code HIDDEN} */
    @RegisterForReflection
    public record ColumnNow(String name, String type, boolean required, String mask) {}

    /**
     * A snapshot. Its id is text, because it has 63 bits.
     *
     * @param operation Iceberg's word: append, overwrite, delete or replace
     * @param recordsAdded in files that it added
     * @param recordsRemoved in files that it took away
     * @param positionsDeleted rows of files that stay
     * @param files data files afterwards
     * @param bytes of data files afterwards
     */
    @RegisterForReflection
    public record Snapshot(
            String id,
            Instant committedAt,
            String operation,
            long recordsAdded,
            long recordsRemoved,
            long positionsDeleted,
            long files,
            long bytes) {
        static Snapshot of(SnapshotInfo info) {
            return new Snapshot(
                    Long.toString(info.id()),
                    info.committedAt(),
                    info.operation(),
                    info.counts().recordsAdded(),
                    info.counts().recordsRemoved(),
                    info.counts().positionsDeleted(),
                    info.counts().files(),
                    info.counts().bytes());
        }
    }

    /** @param next what to give as {@code before} for older ones; none on the last page */
    @RegisterForReflection
    public record Snapshots(List<Snapshot> snapshots, Optional<String> next) {}

    @GET
    @Path("schema")
    public Shape schema(@PathParam("namespace") String namespace, @PathParam("table") String table) {
        String tenant = caller.tenant();
        var ref = TablesResource.ref(namespace, table);
        return tables.with(tenant, ref, (spec, found) -> {
            var access = new ColumnAccess(control.policy(tenant, ref), spec.columns(), caller.roles());
            return new Shape(
                    found.columns().stream()
                            .map(column -> new ColumnNow(
                                    column.name(),
                                    column.type().text(),
                                    column.required(),
                                    access.mask(column.name()).map(Enum::name).orElse(HIDDEN)))
                            .toList(),
                    SchemaChanges.of(found));
        });
    }

    /** Newest first. */
    @GET
    @Path("snapshots")
    public Snapshots snapshots(
            @PathParam("namespace") String namespace,
            @PathParam("table") String table,
            @QueryParam("before") Optional<String> before,
            @QueryParam("limit") Optional<String> limit) {
        int max = limit.map(TableHistoryResource::limit).orElse(SNAPSHOTS_DEFAULT);
        return tables.with(caller.tenant(), TablesResource.ref(namespace, table), (spec, found) -> {
            List<SnapshotInfo> newestFirst = found.snapshots().reversed();
            int from = before.map(id -> place(newestFirst, id) + 1).orElse(0);
            int to = Math.min(newestFirst.size(), from + max);
            List<Snapshot> page =
                    newestFirst.subList(from, to).stream().map(Snapshot::of).toList();
            return new Snapshots(
                    page, to < newestFirst.size() ? Optional.of(page.getLast().id()) : Optional.empty());
        });
    }

    private static int place(List<SnapshotInfo> snapshots, String id) {
        for (int i = 0; i < snapshots.size(); i++) {
            if (Long.toString(snapshots.get(i).id()).equals(id)) {
                return i;
            }
        }
        throw IngestException.notFound("snapshot", id);
    }

    private static int limit(String text) {
        if (!text.matches("[0-9]{1,4}") || Integer.parseInt(text) < 1 || Integer.parseInt(text) > SNAPSHOTS_MAX) {
            throw new IngestException(
                    ErrorCode.INVALID_ARGUMENT, "limit: '%s' (expected: 1 to %d)".formatted(text, SNAPSHOTS_MAX));
        }
        return Integer.parseInt(text);
    }
}
