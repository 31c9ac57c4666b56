package dev.ingest.scheduler.billing;

import io.smallrye.mutiny.Uni;
import java.math.BigDecimal;
import java.time.YearMonth;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * What a tenant's month costs so far.
 *
 * @param month {@code yyyy-MM}
 * @param plan the price plan's name
 * @param currency ISO 4217
 * @param amount the invoice's total
 * @param budget what the tenant wants to be warned at
 */
@Schema(name = "CostOfMonth")
public record MonthCost(String month, String plan, String currency, BigDecimal amount, Optional<BigDecimal> budget) {
    /** None where no price plan says. Within the caller's transaction. */
    public static Uni<Optional<MonthCost>> of(String tenant, YearMonth month) {
        return TenantPlan.of(tenant, month)
                .chain(plan -> plan.map(terms -> of(tenant, month, terms).map(Optional::of))
                        .orElseGet(() -> Uni.createFrom().item(Optional.empty())));
    }

    private static Uni<MonthCost> of(String tenant, YearMonth month, TenantPlan plan) {
        return UsageDay.bytes(tenant, month)
                .chain(bytes -> Budget.ofTenant(tenant).map(budget -> {
                    Invoice invoice = Invoice.of(plan.terms, bytes);
                    return new MonthCost(
                            month.toString(),
                            plan.name,
                            invoice.currency(),
                            invoice.total(),
                            budget.map(row -> row.amount));
                }));
    }
}
