package dev.ingest.scheduler.notification;

import dev.ingest.contracts.error.IngestException;
import dev.ingest.scheduler.postgres.TenantRow;
import io.smallrye.mutiny.Uni;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One event for one target. Its id goes with every attempt, so that a receiver knows a repetition. */
@Entity
@Table(name = "notification_delivery")
public class Delivery extends TenantRow {
    /** Where it stands. */
    public enum Status {
        PENDING,
        DELIVERED,
        /** Given up. It can be sent again by hand. */
        FAILED
    }

    private static final int PROBLEM_CHARACTERS_MAX = 500;

    @Column
    public String target;

    /** As {@link Event#text}. */
    @Column
    public String event;

    /** What happened, as the receiver reads it, JSON. */
    @Column
    public String payload;

    @Column
    public Instant at;

    @Enumerated(EnumType.STRING)
    @Column
    public Status status;

    @Column
    public int attempts;

    @Column(name = "last_problem")
    public @Nullable String lastProblem;

    @Column(name = "ended_at")
    public @Nullable Instant endedAt;

    static Uni<Optional<Delivery>> oldest(String tenant, String target) {
        return Delivery.<Delivery>find(
                        "tenant = ?1 and target = ?2 and status = ?3 order by id", tenant, target, Status.PENDING)
                .firstResult()
                .map(Optional::ofNullable);
    }

    static Uni<List<Delivery>> newestFirst(String tenant, String target, String before, int max) {
        return Delivery.<Delivery>find(
                        "tenant = ?1 and target = ?2 and (?3 = '' or id < ?3) order by id desc", tenant, target, before)
                .page(0, max)
                .list();
    }

    static Uni<Delivery> required(String tenant, String target, String id) {
        return Delivery.<Delivery>find("tenant = ?1 and target = ?2 and id = ?3", tenant, target, id)
                .firstResult()
                .map(found -> Optional.ofNullable(found).orElseThrow(() -> IngestException.notFound("delivery", id)));
    }

    void delivered(Instant now) {
        status = Status.DELIVERED;
        endedAt = now;
        lastProblem = null;
    }

    /** @param attemptsMax after so many it is given up */
    void failed(String problem, int attemptsMax, Instant now) {
        lastProblem = problem.substring(0, Math.min(problem.length(), PROBLEM_CHARACTERS_MAX));
        if (attempts >= attemptsMax) {
            status = Status.FAILED;
            endedAt = now;
        }
    }

    void again() {
        status = Status.PENDING;
        attempts = 0;
        endedAt = null;
    }
}
