package dev.ingest.scheduler.overview;

import dev.ingest.platform.identity.Caller;
import dev.ingest.platform.identity.Roles;
import dev.ingest.scheduler.alert.Alert;
import dev.ingest.scheduler.billing.MonthCost;
import dev.ingest.scheduler.billing.UsageOfDay;
import dev.ingest.scheduler.postgres.TenantRows;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;

/** What the dashboard's first page shows. */
@Path("/api/v1/overview")
public class OverviewResource {
    private static final int DAYS = 14;

    private final Caller caller;
    private final TenantRows rows;
    private final Clock clock;

    OverviewResource(Caller caller, TenantRows rows, Clock clock) {
        this.caller = caller;
        this.rows = rows;
        this.clock = clock;
    }

    @GET
    @RolesAllowed({Roles.TENANT_ADMIN, Roles.TENANT_VIEWER})
    public Uni<Overview> overview() {
        String tenant = caller.tenant();
        Instant now = clock.instant();
        LocalDate day = LocalDate.ofInstant(now, ZoneOffset.UTC);
        return rows.of(
                tenant,
                () -> PipelineState.ofTenant(tenant, day)
                        .chain(states -> UsageOfDay.since(tenant, day.minusDays(DAYS - 1))
                                .chain(days -> MonthCost.of(tenant, java.time.YearMonth.from(day))
                                        .chain(cost -> Alert.count("tenant = ?1 and resolvedAt is null", tenant)
                                                .map(alerts -> {
                                                    UsageOfDay today = today(days, day);
                                                    return new Overview(
                                                            day,
                                                            today.rows(),
                                                            today.bytes(),
                                                            days,
                                                            alerts,
                                                            cost,
                                                            states.size(),
                                                            Overview.connectors(states, now));
                                                })))));
    }

    private static UsageOfDay today(List<UsageOfDay> days, LocalDate day) {
        return days.stream().filter(one -> one.day().equals(day)).findFirst().orElse(new UsageOfDay(day, 0, 0));
    }
}
