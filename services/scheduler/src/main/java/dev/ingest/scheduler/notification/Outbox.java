package dev.ingest.scheduler.notification;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ingest.contracts.Ulid;
import dev.ingest.scheduler.alert.Alert;
import dev.ingest.scheduler.alert.Alerts;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Writes down what is to be told, in the transaction of what happened: it is told if and only if that is kept. Told again, an event is
 * not written again.
 */
@Singleton
public final class Outbox {
    private static final String WRITE = """
            insert into notification_delivery (id, tenant, target, event, event_key, payload, at, status, attempts)
            values (:id, :tenant, :target, :event, :key, :payload, :at, 'PENDING', 0)
            on conflict (tenant, target, event_key) do nothing""";
    private static final String WAITING =
            "select count(*) from notification_delivery where tenant = :tenant and target = :target and status = 'PENDING'";

    private final NotificationSettings settings;

    /** They are told through here, so that they cannot be there first. */
    private final Instance<Alerts> alerts;

    private final ObjectMapper json;
    private final Ulid ids;
    private final Clock clock;

    Outbox(NotificationSettings settings, Instance<Alerts> alerts, ObjectMapper json, Ulid ids, Clock clock) {
        this.settings = settings;
        this.alerts = alerts;
        this.json = json;
        this.ids = ids;
        this.clock = clock;
    }

    /**
     * Tells everybody of the tenant who wants to know. Within the caller's transaction.
     *
     * @param key what makes this event this one, such as a run's id
     * @param data what happened
     */
    public Uni<Void> tell(String tenant, Event event, String key, Map<String, ?> data) {
        return tell(tenant, event, key, () -> Uni.createFrom().item(data));
    }

    /**
     * The same, of what is looked up only if somebody wants to know.
     *
     * @param data what happened
     */
    public Uni<Void> tell(String tenant, Event event, String key, Supplier<Uni<? extends Map<String, ?>>> data) {
        return NotificationTarget.ofTenant(tenant)
                .map(targets ->
                        targets.stream().filter(target -> target.wants(event)).toList())
                .chain(targets -> targets.isEmpty()
                        ? Uni.createFrom().voidItem()
                        : data.get().chain(known -> write(targets, event, key, known)));
    }

    private Uni<Void> write(List<NotificationTarget> targets, Event event, String key, Map<String, ?> data) {
        return Multi.createFrom()
                .iterable(targets)
                .onItem()
                .transformToUniAndConcatenate(target -> write(target, event, key, data))
                .collect()
                .asList()
                .replaceWithVoid();
    }

    /** Tells this one only. Within the caller's transaction. */
    Uni<Void> write(NotificationTarget target, Event event, String key, Map<String, ?> data) {
        Instant now = clock.instant();
        return waiting(target).chain(waiting -> {
            if (waiting >= settings.waitingMax()) {
                return disabled(
                        target,
                        "%d notifications wait (expected: at most %d)".formatted(waiting, settings.waitingMax()),
                        now);
            }
            return Panache.getSession()
                    .chain(session -> session.createNativeQuery(WRITE)
                            .setParameter("id", ids.next())
                            .setParameter("tenant", target.tenant)
                            .setParameter("target", target.name)
                            .setParameter("event", event.text())
                            .setParameter("key", event.text() + "/" + key)
                            .setParameter("payload", payload(target.tenant, event, now, data))
                            .setParameter("at", now)
                            .executeUpdate())
                    .replaceWithVoid();
        });
    }

    /** Nothing goes to it any more, until somebody has looked. */
    Uni<Void> disabled(NotificationTarget target, String reason, Instant now) {
        target.disable(reason, now);
        return alerts.get()
                .raise(
                        target.tenant,
                        Alert.Kind.NOTIFICATION_DISABLED,
                        target.name,
                        new Alerts.News(
                                "notification '%s' is disabled: %s".formatted(target.name, reason),
                                "put right what the message names, then enable it; what was not told can be sent again",
                                "/api/v1/notifications/" + target.name));
    }

    private static Uni<Long> waiting(NotificationTarget target) {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery(WAITING, Long.class)
                        .setParameter("tenant", target.tenant)
                        .setParameter("target", target.name)
                        .getSingleResult());
    }

    private Optional<String> page(Map<String, ?> data) {
        return settings.pageUrl()
                .flatMap(page -> data.get("link") instanceof String link
                        ? PagePlace.of(page, String.valueOf(data.get("subject")), link)
                        : Optional.empty());
    }

    /** In the form of Standard Webhooks 1.0: type, timestamp, data. */
    private String payload(String tenant, Event event, Instant now, Map<String, ?> data) {
        Map<String, Object> payload = new LinkedHashMap<>();
        payload.put("type", event.text());
        payload.put("timestamp", now.toString());
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("tenant", tenant);
        all.putAll(data);
        page(data).ifPresent(place -> all.put("page", place));
        payload.put("data", all);
        try {
            return json.writeValueAsString(payload);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("%s cannot be written as JSON".formatted(event), impossible);
        }
    }
}
