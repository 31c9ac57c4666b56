package dev.ingest.scheduler.notification;

import dev.ingest.contracts.error.IngestException;
import dev.ingest.scheduler.postgres.TenantRow;
import dev.ingest.scheduler.postgres.TextList;
import io.smallrye.mutiny.Uni;
import jakarta.persistence.Column;
import jakarta.persistence.Convert;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.LockModeType;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Whom to tell, and of what. What waits for it is told in order, one at a time. */
@Entity
@Table(name = "notification_target")
public class NotificationTarget extends TenantRow {
    /** How somebody is told. */
    public enum Kind {
        WEBHOOK,
        EMAIL
    }

    @Column
    public String name;

    @Enumerated(EnumType.STRING)
    @Column
    public Kind kind;

    @Column
    public @Nullable String url;

    @Column
    @Convert(converter = TextList.class)
    public List<String> recipients;

    /** As {@link Event#text}. */
    @Column
    @Convert(converter = TextList.class)
    public List<String> events;

    /** The credential whose {@code secret} signs webhooks. */
    @Column
    public @Nullable String credential;

    /** How often in turn it could not be told. */
    @Column
    public int failures;

    @Column(name = "next_attempt_at")
    public Instant nextAttemptAt;

    /** Which attempt goes on, and until when nobody else may try. */
    @Column
    public @Nullable String claim;

    @Column(name = "claimed_until")
    public @Nullable Instant claimedUntil;

    @Column(name = "disabled_at")
    public @Nullable Instant disabledAt;

    @Column(name = "disabled_reason")
    public @Nullable String disabledReason;

    /** The tenant's by name. */
    public static Uni<List<NotificationTarget>> ofTenant(String tenant) {
        return list("tenant = ?1 order by name", tenant);
    }

    /** Those behind a name, by name. */
    static Uni<List<NotificationTarget>> ofTenant(String tenant, String after, int max) {
        return NotificationTarget.<NotificationTarget>find("tenant = ?1 and name > ?2 order by name", tenant, after)
                .page(0, max)
                .list();
    }

    static Uni<Optional<NotificationTarget>> locked(String tenant, String name) {
        return NotificationTarget.<NotificationTarget>find("tenant = ?1 and name = ?2", tenant, name)
                .withLock(LockModeType.PESSIMISTIC_WRITE)
                .firstResult()
                .map(Optional::ofNullable);
    }

    /** The one of that name; fails with {@code NOT_FOUND}. */
    static Uni<NotificationTarget> required(String tenant, String name) {
        return NotificationTarget.<NotificationTarget>find("tenant = ?1 and name = ?2", tenant, name)
                .firstResult()
                .map(found ->
                        Optional.ofNullable(found).orElseThrow(() -> IngestException.notFound("notification", name)));
    }

    boolean wants(Event event) {
        return disabledAt == null && (event == Event.TEST || events.contains(event.text()));
    }

    void disable(String reason, Instant now) {
        disabledAt = now;
        disabledReason = reason;
    }

    void enable(Instant now) {
        disabledAt = null;
        disabledReason = null;
        failures = 0;
        nextAttemptAt = now;
    }

    void release() {
        claim = null;
        claimedUntil = null;
    }
}
