package dev.ingest.scheduler.alert;

import dev.ingest.contracts.Ulid;
import dev.ingest.scheduler.alert.Alert.Kind;
import dev.ingest.scheduler.notification.Event;
import dev.ingest.scheduler.notification.Outbox;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Raises and resolves alerts. Within the caller's transaction; each may be asked for more than once. */
@Singleton
public final class Alerts {
    private static final int MESSAGE_CHARACTERS_MAX = 2000;
    private static final String RAISE = """
            insert into alert (id, tenant, kind, subject, message, action, link, raised_at)
            values (:id, :tenant, :kind, :subject, :message, :action, :link, :at)
            on conflict (tenant, kind, subject) where resolved_at is null do nothing""";

    private final Outbox outbox;
    private final Ulid ids;
    private final Clock clock;
    private final MeterRegistry registry;

    Alerts(Outbox outbox, Ulid ids, Clock clock, MeterRegistry registry) {
        this.outbox = outbox;
        this.ids = ids;
        this.clock = clock;
        this.registry = registry;
    }

    /**
     * @param message what is wrong
     * @param action what to do about it
     * @param link where: a path of our REST
     */
    public record News(String message, String action, String link) {}

    /** Raises one, and tells of it, unless the same is open. */
    public Uni<Void> raise(String tenant, Kind kind, String subject, News news) {
        String message = news.message().substring(0, Math.min(news.message().length(), MESSAGE_CHARACTERS_MAX));
        String id = ids.next();
        return Panache.getSession()
                .chain(session -> session.createNativeQuery(RAISE)
                        .setParameter("id", id)
                        .setParameter("tenant", tenant)
                        .setParameter("kind", kind.name())
                        .setParameter("subject", subject)
                        .setParameter("message", message)
                        .setParameter("action", news.action())
                        .setParameter("link", news.link())
                        .setParameter("at", clock.instant())
                        .executeUpdate())
                .invoke(raised -> registry.counter(
                                "ingest.alerts", "kind", kind.name().toLowerCase(Locale.ROOT))
                        .increment(raised))
                .chain(raised -> raised == 0
                        ? Uni.createFrom().voidItem()
                        : outbox.tell(
                                tenant,
                                event(kind),
                                id,
                                Map.of(
                                        "subject",
                                        subject,
                                        "message",
                                        message,
                                        "action",
                                        news.action(),
                                        "link",
                                        news.link())));
    }

    private static Event event(Kind kind) {
        return switch (kind) {
            case PIPELINE_PAUSED -> Event.PIPELINE_PAUSED;
            case LEDGER_UNBALANCED -> Event.LEDGER_UNBALANCED;
            case TABLE_PARKED -> Event.TABLE_PARKED;
            case TUNING_STUCK -> Event.TUNING_STUCK;
            case BUDGET -> Event.BUDGET_REACHED;
            case NOTIFICATION_DISABLED -> Event.NOTIFICATION_DISABLED;
        };
    }

    /** Resolves it, if it is open. */
    public Uni<Void> resolve(String tenant, Kind kind, String subject) {
        return Alert.update(
                        "resolvedAt = ?1 where tenant = ?2 and kind = ?3 and subject = ?4 and resolvedAt is null",
                        clock.instant(),
                        tenant,
                        kind,
                        subject)
                .replaceWithVoid();
    }

    /** Resolves those that are open of these subjects, and of all whose name is less than that one. */
    public Uni<Void> resolve(String tenant, Kind kind, Collection<String> subjects, String before) {
        return Alert.update(
                        "resolvedAt = ?1 where tenant = ?2 and kind = ?3 and (subject in ?4 or subject < ?5) and resolvedAt is null",
                        clock.instant(),
                        tenant,
                        kind,
                        subjects,
                        before)
                .replaceWithVoid();
    }

    static Uni<List<Alert>> newestFirst(String tenant, boolean open, String before, int max) {
        return Alert.<Alert>find(
                        "tenant = ?1 and (?2 = '' or id < ?2)" + (open ? " and resolvedAt is null" : "")
                                + " order by id desc",
                        tenant,
                        before)
                .page(0, max)
                .list();
    }
}
