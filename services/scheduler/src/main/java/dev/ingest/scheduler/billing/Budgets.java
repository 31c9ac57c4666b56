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
import java.util.function.Predicate;

/** Tells when a month has cost as much as its budget says, or nearly. Within the caller's transaction. */
@Singleton
final class Budgets {
    private static final List<Integer> PERCENTS = List.of(100, 80);
    private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);

    private final Alerts alerts;

    Budgets(Alerts alerts) {
        this.alerts = alerts;
    }

    /** There is no budget any more. */
    Uni<Void> removed(String tenant, YearMonth month) {
        return alerts.resolve(
                tenant, Alert.Kind.BUDGET, List.of(), month.plusMonths(1).toString());
    }

    /** Raises the greatest alert that the month has come to; those are over that it has not, and those of months before. */
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
        Predicate<Integer> reached = mark -> percent.compareTo(BigDecimal.valueOf(mark)) >= 0;
        List<String> over = PERCENTS.stream()
                .filter(reached.negate())
                .map(mark -> subject(month, mark))
                .toList();
        return alerts.resolve(tenant, Alert.Kind.BUDGET, over, month.toString())
                .chain(() -> PERCENTS.stream()
                        .filter(reached)
                        .findFirst()
                        .map(mark -> alerts.raise(
                                tenant, Alert.Kind.BUDGET, subject(month, mark), news(month, percent, budget, invoice)))
                        .orElseGet(() -> Uni.createFrom().voidItem()));
    }

    private static String subject(YearMonth month, int mark) {
        return "%s/%d".formatted(month, mark);
    }

    private static News news(YearMonth month, BigDecimal percent, BigDecimal budget, Invoice invoice) {
        return new News(
                "%s costs %s %s so far: %s %% of the budget of %s"
                        .formatted(month, invoice.total(), invoice.currency(), percent, budget),
                "see which tables and pipelines bring it; pause what is not needed, or raise the budget",
                "/api/v1/usage?from=%s&to=%s".formatted(month.atDay(1), month.atEndOfMonth()));
    }
}
