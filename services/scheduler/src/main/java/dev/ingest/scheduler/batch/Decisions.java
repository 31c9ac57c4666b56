package dev.ingest.scheduler.batch;

import dev.ingest.contracts.Ulid;
import dev.ingest.scheduler.alert.Alert;
import dev.ingest.scheduler.alert.Alerts;
import dev.ingest.scheduler.batch.Decision.Action;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Clock;

/** Keeps decisions, a bounded number per stream, and raises the alert of those that cannot help. Within the caller's transaction. */
@Singleton
final class Decisions {
    private static final String OLD = """
            delete from tuning_decision where tenant = :tenant and service = :service and namespace = :namespace
              and table_name = :table and id not in (select id from tuning_decision where tenant = :tenant
                and service = :service and namespace = :namespace and table_name = :table
                order by id desc limit :kept)""";

    private final Alerts alerts;
    private final SelfTuningSettings settings;
    private final Ulid ids;
    private final Clock clock;

    Decisions(Alerts alerts, SelfTuningSettings settings, Ulid ids, Clock clock) {
        this.alerts = alerts;
        this.settings = settings;
        this.ids = ids;
        this.clock = clock;
    }

    Uni<Void> keep(Target target, String invocation, int before, Signal signal, Decision decision) {
        return row(target, invocation, before, signal, decision)
                .persistAndFlush()
                .chain(() -> forget(target))
                .chain(() -> alert(target, signal, decision));
    }

    private TuningDecision row(Target target, String invocation, int before, Signal signal, Decision decision) {
        var row = new TuningDecision();
        row.id = ids.next();
        row.tenant = target.tenant();
        row.service = target.service().stored();
        row.namespace = target.table().namespace();
        row.tableName = target.table().name();
        row.invocation = invocation;
        row.decidedAt = clock.instant();
        row.action = decision.action();
        row.batchBefore = before;
        row.batchAfter = decision.batch();
        row.reason = decision.reason();
        row.outcome = signal.outcome();
        row.batch = signal.batch();
        row.records = signal.records();
        row.peakMemoryBytes = signal.peakMemoryBytes();
        row.memoryLimitBytes = signal.memoryLimitBytes();
        row.longestMs = signal.longest().toMillis();
        row.deadlineMs = signal.deadline().toMillis();
        return row;
    }

    private Uni<Integer> forget(Target target) {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery(OLD)
                        .setParameter("tenant", target.tenant())
                        .setParameter("service", target.service().stored())
                        .setParameter("namespace", target.table().namespace())
                        .setParameter("table", target.table().name())
                        .setParameter("kept", settings.decisionsKept())
                        .executeUpdate());
    }

    /** It is over when a drain worked and asked for nothing smaller. */
    private Uni<Void> alert(Target target, Signal signal, Decision decision) {
        String subject = target.service().stored() + " " + target.table();
        if (decision.action() == Action.ALERT) {
            return alerts.raise(target.tenant(), Alert.Kind.TUNING_STUCK, subject, news(target, decision));
        }
        boolean good = !signal.outcome().isError() && !decision.action().asksForLess();
        return good
                ? alerts.resolve(target.tenant(), Alert.Kind.TUNING_STUCK, subject)
                : Uni.createFrom().voidItem();
    }

    private static Alerts.News news(Target target, Decision decision) {
        return new Alerts.News(
                "table %s: the %s works with batches of %d records, the smallest, and still: %s"
                        .formatted(target.table(), target.service().stored(), decision.batch(), decision.reason()),
                "look for records that are very large or a source that is very slow; otherwise the service needs more"
                        + " memory or time",
                "/api/v1/tables/%s/%s/tuning"
                        .formatted(target.table().namespace(), target.table().name()));
    }
}
