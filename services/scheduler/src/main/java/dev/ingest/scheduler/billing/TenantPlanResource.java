package dev.ingest.scheduler.billing;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import dev.ingest.contracts.Ulid;
import dev.ingest.contracts.error.IngestException;
import dev.ingest.platform.identity.Roles;
import dev.ingest.scheduler.http.Body;
import dev.ingest.scheduler.postgres.TenantRows;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import java.time.Clock;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** What a tenant pays by: the operator's. */
@Path("/api/v1/tenants/{id}/plan")
@RolesAllowed(Roles.OPERATOR)
public class TenantPlanResource {
    /**
     * @param plan a price plan's name
     * @param from the month that it begins with, or none for this one; what is over is billed
     */
    @Schema(name = "TenantPlanRequest")
    @JsonIgnoreProperties({"terms"}) // what a read says beside it
    public record Request(@Nullable String plan, @Nullable String from) {}

    /**
     * @param plan the price plan's name
     * @param from the month that it begins with
     * @param terms as they were when it was given
     */
    @Schema(name = "TenantPlan")
    public record View(String plan, String from, Terms terms) {
        static View of(TenantPlan row) {
            return new View(row.name, row.fromMonth, row.terms);
        }
    }

    private final TenantRows rows;
    private final Ulid ids;
    private final Clock clock;

    TenantPlanResource(TenantRows rows, Ulid ids, Clock clock) {
        this.rows = rows;
        this.ids = ids;
        this.clock = clock;
    }

    @PUT
    public Uni<View> put(@PathParam("id") String id, Request body) {
        String plan = Body.required("plan", Body.required("body", body).plan());
        YearMonth now = YearMonth.from(clock.instant().atZone(ZoneOffset.UTC));
        YearMonth from = body.from() == null ? now : Months.month("from", body.from());
        if (from.isBefore(now)) {
            throw IngestException.invalid("from: %s is over (expected: %s or later)".formatted(from, now));
        }
        return rows.of(
                id,
                () -> PricePlan.required(plan)
                        .chain(list -> TenantPlan.from(id, from).chain(found -> {
                            TenantPlan row = found.orElseGet(() -> begins(id, from));
                            row.name = list.name;
                            row.terms = list.terms;
                            return row.<TenantPlan>persistAndFlush().map(View::of);
                        })));
    }

    @GET
    public Uni<List<View>> list(@PathParam("id") String id) {
        return rows.of(id, () -> TenantPlan.ofTenant(id))
                .map(found -> found.stream().map(View::of).toList());
    }

    private TenantPlan begins(String tenant, YearMonth from) {
        TenantPlan row = new TenantPlan();
        row.id = ids.next();
        row.tenant = tenant;
        row.fromMonth = from.toString();
        return row;
    }
}
