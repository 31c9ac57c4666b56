package dev.ingest.masking.http;

import dev.ingest.contracts.TableRef;
import dev.ingest.contracts.error.ErrorCode;
import dev.ingest.contracts.error.IngestException;
import dev.ingest.lake.LakeTable;
import dev.ingest.lake.SnapshotInfo;
import dev.ingest.masking.rows.RowsReader;
import dev.ingest.masking.rows.RowsRequest;
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

/** Tables and their rows. On worker threads: Parquet's class initialisers have stopped virtual ones for good. */
@Path("/api/v1/tables")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed({Roles.TENANT_ADMIN, Roles.TENANT_VIEWER, Roles.ANALYST})
@Blocking
public class TablesResource {
    private final Caller caller;
    private final ControlPlane control;
    private final Tables tables;
    private final RowsReader reader;
    private final Reads reads;

    TablesResource(Caller caller, ControlPlane control, Tables tables, RowsReader reader, Reads reads) {
        this.caller = caller;
        this.control = control;
        this.tables = tables;
        this.reader = reader;
        this.reads = reads;
    }

    /**
     * A table as it is now.
     *
     * @param rows how many rows a reader gets
     * @param snapshot the newest snapshot's id, as text
     * @param committedAt when it was committed
     */
    @RegisterForReflection
    public record TableNow(String namespace, String table, long rows, String snapshot, Instant committedAt) {}

    /** The tenant's tables that have been written. */
    @GET
    public List<TableNow> tables() {
        return tables.each(caller.tenant(), TablesResource::now);
    }

    private static TableNow now(LakeTable table) {
        SnapshotInfo newest = table.snapshots().getLast();
        return new TableNow(
                table.id().namespace(),
                table.id().name(),
                table.count(),
                Long.toString(newest.id()),
                newest.committedAt());
    }

    /** Rows as the caller may see them. */
    @GET
    @Path("{namespace}/{table}/rows")
    public byte[] rows(
            @PathParam("namespace") String namespace,
            @PathParam("table") String table,
            @QueryParam("select") Optional<String> select,
            @QueryParam("filter") List<String> filters,
            @QueryParam("limit") Optional<String> limit,
            @QueryParam("snapshot") Optional<String> snapshot) {
        String tenant = caller.tenant();
        TableRef ref = ref(namespace, table);
        var request = new RowsRequest(select, filters, limit.map(TablesResource::number), snapshot);
        if (Tables.isDeadLetters(ref)) {
            requireAdmin(ref);
            reads.note(tenant, caller.name(), ref.toString());
            var clear = new ColumnAccess(Optional.empty(), List.of(), caller.roles());
            return tables.withDeadLetters(tenant, ref, found -> reader.read(found, clear, request));
        }
        return tables.with(tenant, ref, (spec, found) -> {
            var access = new ColumnAccess(control.policy(tenant, ref), spec.columns(), caller.roles());
            return reader.read(found, access, request);
        });
    }

    /** Dead letters are records as they came: no mask can find the personal values in them. */
    private void requireAdmin(TableRef letters) {
        if (!caller.roles().contains(Roles.TENANT_ADMIN)) {
            throw new IngestException(
                    ErrorCode.PERMISSION_DENIED,
                    "table '%s' holds records as they came (expected role: %s)".formatted(letters, Roles.TENANT_ADMIN));
        }
    }

    /** A name that no table can have is that of a table which does not exist. */
    static TableRef ref(String namespace, String table) {
        try {
            return new TableRef(namespace, table);
        } catch (IllegalArgumentException unfit) {
            String message =
                    IngestException.notFound("table", namespace + "." + table).getMessage();
            throw new IngestException(ErrorCode.NOT_FOUND, String.valueOf(message), unfit);
        }
    }

    private static int number(String limit) {
        try {
            return Integer.parseInt(limit);
        } catch (NumberFormatException malformed) {
            throw new IngestException(
                    ErrorCode.INVALID_ARGUMENT, "limit: '%s' (expected: a whole number)".formatted(limit), malformed);
        }
    }
}
