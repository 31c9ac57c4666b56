package dev.ingest.scheduler.billing;

import dev.ingest.contracts.Ulid;
import dev.ingest.contracts.error.IngestException;
import dev.ingest.platform.identity.Caller;
import dev.ingest.platform.identity.Roles;
import dev.ingest.scheduler.http.Body;
import dev.ingest.scheduler.postgres.TenantRows;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** What a tenant's month may cost before somebody is told, at 80 % and at 100 % of it. Nothing is stopped by it. */
@Path("/api/v1/budget")
public class BudgetResource {
    private static final BigDecimal AMOUNT_MAX = new BigDecimal("999999999999.99");

    /** @param amount in the currency of the tenant's plan, two decimals at most; none for no budget */
    @Schema(name = "BudgetRequest")
    public record Request(@Nullable BigDecimal amount) {}

    /** @param amount in the currency of the tenant's plan */
    @Schema(name = "Budget")
    public record View(Optional<BigDecimal> amount) {}

    private final Caller caller;
    private final TenantRows rows;
    private final Budgets budgets;
    private final Ulid ids;
    private final Clock clock;

    BudgetResource(Caller caller, TenantRows rows, Budgets budgets, Ulid ids, Clock clock) {
        this.caller = caller;
        this.rows = rows;
        this.budgets = budgets;
        this.ids = ids;
        this.clock = clock;
    }

    @PUT
    @RolesAllowed(Roles.TENANT_ADMIN)
    public Uni<View> put(Request body) {
        String tenant = caller.tenant();
        Optional<BigDecimal> amount =
                Optional.ofNullable(Body.required("body", body).amount()).map(BudgetResource::checked);
        YearMonth month = YearMonth.from(clock.instant().atZone(ZoneOffset.UTC));
        return rows.of(
                        tenant,
                        () -> amount.isEmpty()
                                ? Budget.delete("tenant = ?1", tenant).chain(() -> budgets.removed(tenant, month))
                                : keep(tenant, amount.get()).chain(() -> budgets.check(tenant, month)))
                .replaceWith(new View(amount));
    }

    @GET
    @RolesAllowed({Roles.TENANT_ADMIN, Roles.TENANT_VIEWER})
    public Uni<View> get() {
        String tenant = caller.tenant();
        return rows.of(tenant, () -> Budget.ofTenant(tenant)).map(found -> new View(found.map(row -> row.amount)));
    }

    private Uni<Void> keep(String tenant, BigDecimal amount) {
        return Budget.ofTenant(tenant).chain(found -> {
            Budget row = found.orElseGet(() -> {
                Budget made = new Budget();
                made.id = ids.next();
                made.tenant = tenant;
                return made;
            });
            row.amount = amount;
            return row.persistAndFlush().replaceWithVoid();
        });
    }

    private static BigDecimal checked(BigDecimal amount) {
        if (amount.signum() <= 0 || amount.scale() > 2 || amount.compareTo(AMOUNT_MAX) > 0) {
            throw IngestException.invalid("amount: %s (expected: 0.01 to %s, at most two decimals)"
                    .formatted(amount.toPlainString(), AMOUNT_MAX.toPlainString()));
        }
        return amount;
    }
}
