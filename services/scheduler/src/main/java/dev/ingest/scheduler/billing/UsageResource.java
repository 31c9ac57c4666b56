package dev.ingest.scheduler.billing;

import dev.ingest.contracts.error.IngestException;
import dev.ingest.platform.identity.Caller;
import dev.ingest.platform.identity.Roles;
import dev.ingest.scheduler.postgres.TenantRows;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** What a tenant used, by day, table and pipeline. */
@Path("/api/v1/usage")
@RolesAllowed({Roles.TENANT_ADMIN, Roles.TENANT_VIEWER})
public class UsageResource {
    private static final int DAYS_MAX = 366;
    private static final List<String> COLUMNS =
            List.of("day", "namespace", "table", "pipeline", "rows", "bytes", "files", "commits");

    /**
     * @param day in UTC
     * @param namespace of the table
     * @param table its name
     * @param pipeline who brought it, or none for pushed records
     * @param rows records applied
     * @param bytes bytes of the records as they arrived
     * @param files data files added
     * @param commits how many commits it was
     */
    @Schema(name = "UsageOfADay")
    public record View(
            LocalDate day,
            String namespace,
            String table,
            Optional<String> pipeline,
            long rows,
            long bytes,
            long files,
            long commits) {
        static View of(UsageDay row) {
            return new View(
                    row.day,
                    row.namespace,
                    row.tableName,
                    Optional.ofNullable(row.pipeline),
                    row.rows,
                    row.bytes,
                    row.files,
                    row.commits);
        }

        private List<String> cells() {
            return List.of(
                    day.toString(),
                    namespace,
                    table,
                    pipeline.orElse(""),
                    Long.toString(rows),
                    Long.toString(bytes),
                    Long.toString(files),
                    Long.toString(commits));
        }
    }

    private final Caller caller;
    private final TenantRows rows;
    private final Clock clock;

    UsageResource(Caller caller, TenantRows rows, Clock clock) {
        this.caller = caller;
        this.rows = rows;
        this.clock = clock;
    }

    @GET
    @Produces(MediaType.APPLICATION_JSON)
    public Uni<List<View>> json(@QueryParam("from") @Nullable String from, @QueryParam("to") @Nullable String to) {
        return days(from, to);
    }

    @GET
    @Produces("text/csv;qs=0.5")
    public Uni<String> csv(@QueryParam("from") @Nullable String from, @QueryParam("to") @Nullable String to) {
        return days(from, to)
                .map(days -> Csv.of(COLUMNS, days.stream().map(View::cells).toList()));
    }

    /** This month, unless it is said. */
    private Uni<List<View>> days(@Nullable String from, @Nullable String to) {
        LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
        LocalDate last = to == null ? today : Months.day("to", to);
        LocalDate first = from == null ? last.withDayOfMonth(1) : Months.day("from", from);
        long days = ChronoUnit.DAYS.between(first, last) + 1;
        if (days < 1 || days > DAYS_MAX) {
            throw IngestException.invalid(
                    "from: %s to %s are %d days (expected: 1 to %d)".formatted(first, last, days, DAYS_MAX));
        }
        String tenant = caller.tenant();
        return rows.of(tenant, () -> UsageDay.between(tenant, first, last))
                .map(found -> found.stream().map(View::of).toList());
    }
}
