package dev.ingest.scheduler.notification;

import dev.ingest.contracts.Ulid;
import dev.ingest.scheduler.alert.Alert;
import dev.ingest.scheduler.alert.Alerts;
import dev.ingest.scheduler.postgres.TenantRows;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.jboss.logging.Logger;

/**
 * Tells what is in the outbox. A target is claimed for each attempt, so that no two schedulers try it at once; an attempt that dies is
 * made again, under the same id, when its claim is over. Each target gets its notifications in order; a target that fails waits, alone.
 */
@Singleton
public final class Notifying {
    private static final Logger LOG = Logger.getLogger(Notifying.class);
    private static final int DOUBLINGS_MAX = 20;
    private static final String DUE = """
            select t.tenant, t.name from notification_target t
            where t.disabled_at is null and t.next_attempt_at <= :now and (t.claimed_until is null or t.claimed_until <= :now)
            and exists (select from notification_delivery d
                        where d.tenant = t.tenant and d.target = t.name and d.status = 'PENDING')
            order by t.next_attempt_at limit :max""";
    private static final String CLAIM = """
            update notification_target set claim = :claim, claimed_until = :until where id in (
              select id from notification_target
              where tenant = :tenant and name = :name and disabled_at is null and next_attempt_at <= :now
              and (claimed_until is null or claimed_until <= :now) for update skip locked)""";

    private final TenantRows rows;
    private final Webhooks webhooks;
    private final Mails mails;
    private final Outbox outbox;
    private final Alerts alerts;
    private final NotificationSettings settings;
    private final Ulid ids;
    private final Clock clock;

    Notifying(
            TenantRows rows,
            Webhooks webhooks,
            Mails mails,
            Outbox outbox,
            Alerts alerts,
            NotificationSettings settings,
            Ulid ids,
            Clock clock) {
        this.rows = rows;
        this.webhooks = webhooks;
        this.mails = mails;
        this.outbox = outbox;
        this.alerts = alerts;
        this.settings = settings;
        this.ids = ids;
        this.clock = clock;
    }

    private record Target(String tenant, String name) {}

    private record Tried(Attempt attempt, Outcome outcome) {}

    /** Tells some; the next call goes on. */
    public Uni<Void> send() {
        return round(settings.perTick());
    }

    private Uni<Void> round(int left) {
        if (left == 0) {
            return Uni.createFrom().voidItem();
        }
        return due().chain(targets -> each(targets, this::claim))
                .map(claimed -> claimed.stream().flatMap(Optional::stream).toList())
                .chain(attempts -> attempts.isEmpty()
                        ? Uni.createFrom().voidItem()
                        : tried(attempts)
                                .chain(outcomes -> each(outcomes, this::keep))
                                .chain(() -> round(left - 1)));
    }

    private Uni<List<Target>> due() {
        return rows.readEveryones(() -> Panache.getSession()
                .chain(session -> session.createNativeQuery(DUE, Object[].class)
                        .setParameter("now", clock.instant())
                        .setParameter("max", settings.atOnce())
                        .getResultList())
                .map(found -> found.stream()
                        .map(row -> new Target((String) row[0], (String) row[1]))
                        .toList()));
    }

    /** The oldest notification that waits, or none if another scheduler was faster. */
    private Uni<Optional<Attempt>> claim(Target target) {
        String claim = ids.next();
        Instant now = clock.instant();
        return rows.of(
                target.tenant(),
                () -> Panache.getSession()
                        .chain(session -> session.createNativeQuery(CLAIM)
                                .setParameter("claim", claim)
                                .setParameter("until", now.plus(settings.claim()))
                                .setParameter("tenant", target.tenant())
                                .setParameter("name", target.name())
                                .setParameter("now", now)
                                .executeUpdate())
                        .chain(claimed -> claimed == 0 ? none() : attempt(target)));
    }

    private Uni<Optional<Attempt>> attempt(Target of) {
        return NotificationTarget.required(of.tenant(), of.name())
                .chain(target -> Delivery.oldest(of.tenant(), of.name()).chain(found -> {
                    if (found.isEmpty()) {
                        target.release();
                        return none();
                    }
                    found.get().attempts++;
                    return TenantEgress.of(of.tenant())
                            .map(allowed -> Optional.of(attempt(target, found.get(), allowed)));
                }));
    }

    private static Attempt attempt(NotificationTarget target, Delivery delivery, List<String> allowed) {
        return new Attempt(
                Objects.requireNonNull(target.claim),
                target.tenant,
                target.name,
                delivery.id,
                delivery.event,
                delivery.payload,
                target.kind,
                Objects.requireNonNullElse(target.url, ""),
                target.recipients,
                Optional.ofNullable(target.credential),
                allowed);
    }

    /** At the same time: one that hangs keeps no other waiting for longer than an attempt may take. */
    private Uni<List<Tried>> tried(List<Attempt> attempts) {
        Context here = Objects.requireNonNull(Vertx.currentContext(), "not on a Vert.x context");
        return Multi.createFrom()
                .iterable(attempts)
                .onItem()
                .transformToUni(attempt -> send(attempt).map(outcome -> new Tried(attempt, outcome)))
                .merge(settings.atOnce())
                .collect()
                .asList()
                // a time-out comes from elsewhere, and rows are worked on here
                .emitOn(work -> here.runOnContext(ignored -> work.run()));
    }

    private Uni<Outcome> send(Attempt attempt) {
        return switch (attempt.kind()) {
            case WEBHOOK -> webhooks.send(attempt);
            case EMAIL -> mails.send(attempt);
        };
    }

    private Uni<Void> keep(Tried tried) {
        Attempt attempt = tried.attempt();
        return rows.of(
                attempt.tenant(),
                () -> NotificationTarget.locked(attempt.tenant(), attempt.target())
                        .chain(found -> found.filter(target -> attempt.claim().equals(target.claim))
                                .map(target -> Delivery.required(attempt.tenant(), attempt.target(), attempt.delivery())
                                        .chain(delivery -> keep(target, delivery, tried.outcome())))
                                .orElseGet(() -> late(attempt))));
    }

    private static Uni<Void> late(Attempt attempt) {
        LOG.warnf(
                "an attempt took longer than its claim and is made again: message=%s receiver=%s tenant=%s",
                attempt.delivery(), attempt.target(), attempt.tenant());
        return Uni.createFrom().voidItem();
    }

    private Uni<Void> keep(NotificationTarget target, Delivery delivery, Outcome outcome) {
        Instant now = clock.instant();
        target.release();
        return switch (outcome) {
            case Outcome.Told() -> {
                delivery.delivered(now);
                target.failures = 0;
                target.nextAttemptAt = now;
                yield alerts.resolve(target.tenant, Alert.Kind.NOTIFICATION_DISABLED, target.name);
            }
            case Outcome.Untold(String problem) -> failed(target, delivery, problem, now);
            case Outcome.Unwanted(String problem) -> {
                delivery.failed(problem, 0, now);
                yield outbox.disabled(target, problem, now);
            }
        };
    }

    private Uni<Void> failed(NotificationTarget target, Delivery delivery, String problem, Instant now) {
        delivery.failed(problem, settings.attemptsMax(), now);
        target.failures++;
        target.nextAttemptAt = now.plus(backoff(target.failures));
        return target.failures >= settings.failuresMax()
                ? outbox.disabled(
                        target,
                        "%d attempts failed in turn, the last one so: %s".formatted(target.failures, problem),
                        now)
                : Uni.createFrom().voidItem();
    }

    private Duration backoff(int failures) {
        Duration doubled = settings.backoff().multipliedBy(1L << Math.min(failures - 1, DOUBLINGS_MAX));
        return doubled.compareTo(settings.backoffMax()) < 0 ? doubled : settings.backoffMax();
    }

    private static Uni<Optional<Attempt>> none() {
        return Uni.createFrom().item(Optional.empty());
    }

    private static <A, B> Uni<List<B>> each(List<A> all, Function<A, Uni<B>> work) {
        return Multi.createFrom()
                .iterable(all)
                .onItem()
                .transformToUniAndConcatenate(work::apply)
                .collect()
                .asList();
    }
}
