package dev.ingest.scheduler.billing;

import dev.ingest.contracts.error.IngestException;
import dev.ingest.platform.identity.Caller;
import dev.ingest.platform.identity.Roles;
import dev.ingest.scheduler.postgres.TenantRows;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Clock;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** What a tenant's months cost. An invoice is stored nowhere: it is made of the month's usage and terms whenever it is asked for. */
@Path("/api/v1/invoices/{month}")
@RolesAllowed({Roles.TENANT_ADMIN, Roles.TENANT_VIEWER})
public class InvoiceResource {
    private static final List<String> COLUMNS =
            List.of("month", "text", "quantity", "unit", "price", "amount", "currency");

    /**
     * @param month {@code yyyy-MM}
     * @param plan the price plan's name
     * @param over whether the month is over; if not, this is what it costs so far
     * @param invoice what it costs
     */
    @Schema(name = "InvoiceOfAMonth")
    public record View(String month, String plan, boolean over, Invoice invoice) {
        private List<List<String>> cells() {
            return invoice.lines().stream()
                    .map(line -> List.of(
                            month,
                            line.text(),
                            line.quantity().toPlainString(),
                            line.unit(),
                            line.price().toPlainString(),
                            line.amount().toPlainString(),
                            invoice.currency()))
                    .toList();
        }
    }

    private final Caller caller;
    private final TenantRows rows;
    private final Clock clock;

    InvoiceResource(Caller caller, TenantRows rows, Clock clock) {
        this.caller = caller;
        this.rows = rows;
        this.clock = clock;
    }

    @GET
    @Produces(MediaType.APPLICATION_JSON)
    public Uni<View> json(@PathParam("month") String month) {
        return invoice(Months.month("month", month));
    }

    @GET
    @Produces("text/csv;qs=0.5")
    public Uni<String> csv(@PathParam("month") String month) {
        return invoice(Months.month("month", month)).map(view -> Csv.of(COLUMNS, view.cells()));
    }

    private Uni<View> invoice(YearMonth month) {
        String tenant = caller.tenant();
        YearMonth now = YearMonth.from(clock.instant().atZone(ZoneOffset.UTC));
        return rows.of(
                tenant,
                () -> TenantPlan.of(tenant, month)
                        .map(plan -> plan.orElseThrow(
                                () -> IngestException.notFound("price plan for month", month.toString())))
                        .chain(plan -> UsageDay.bytes(tenant, month)
                                .map(bytes -> new View(
                                        month.toString(),
                                        plan.name,
                                        month.isBefore(now),
                                        Invoice.of(plan.terms, bytes)))));
    }
}
