package dev.ingest.scheduler.billing;

import dev.ingest.scheduler.alert.Alert;
import dev.ingest.scheduler.alert.Alerts;
import dev.ingest.scheduler.alert.Alerts.News;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.YearMonth;
import java.util.List;
import java.util.Optional;

/** Tells when a month has cost as much as its budget says, or nearly. Within the caller's transaction. */
@Singleton
final class Budgets {
    private static final List<Integer> PERCENTS = List.of(100, 80);
    private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);

    private final Alerts alerts;

    Budgets(Alerts alerts) {
        this.alerts = alerts;
    }

    /** Raises the greatest alert that the month has come to. */
    Uni<Void> check(String tenant, YearMonth month) {
        return Budget.ofTenant(tenant)
                .chain(budget -> budget.isEmpty()
                        ? Uni.createFrom().voidItem()
                        : TenantPlan.of(tenant, month)
                                .chain(plan -> plan.isEmpty()
                                        ? Uni.createFrom().voidItem()
                                        : UsageDay.bytes(tenant, month)
                                                .chain(bytes -> check(
                                                        tenant,
                                                        month,
                                                        budget.get().amount,
                                                        Invoice.of(plan.get().terms, bytes)))));
    }

    private Uni<Void> check(String tenant, YearMonth month, BigDecimal budget, Invoice invoice) {
        BigDecimal percent = invoice.total().multiply(HUNDRED).divide(budget, 0, RoundingMode.DOWN);
        Optional<Integer> reached = PERCENTS.stream()
                .filter(mark -> percent.compareTo(BigDecimal.valueOf(mark)) >= 0)
                .findFirst();
        return reached.map(mark -> alerts.raise(
                        tenant,
                        Alert.Kind.BUDGET,
                        "%s/%d".formatted(month, mark),
                        new News(
                                "%s costs %s %s so far: %s %% of the budget of %s"
                                        .formatted(month, invoice.total(), invoice.currency(), percent, budget),
                                "see which tables and pipelines bring it; pause what is not needed, or raise the budget",
                                "/api/v1/usage?from=%s&to=%s".formatted(month.atDay(1), month.atEndOfMonth()))))
                .orElseGet(() -> Uni.createFrom().voidItem());
    }
}
