package dev.ingest.scheduler.signup;

import dev.ingest.contracts.error.ErrorCode;
import dev.ingest.contracts.error.IngestException;
import io.quarkus.hibernate.reactive.panache.PanacheEntityBase;
import io.smallrye.mutiny.Uni;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.LockModeType;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Somebody who asked to become a tenant. */
@Entity
@Table(name = "sign_up")
public class SignUp extends PanacheEntityBase {
    /** What the operator has said to it. */
    public enum Status {
        PENDING,
        APPROVED,
        DECLINED
    }

    /** A ULID. */
    @Id
    public String id;

    @Column
    public String company;

    /** The person's name. */
    @Column
    public String contact;

    @Column
    public String email;

    /** What they want it for; may be empty. */
    @Column
    public String message;

    @Enumerated(EnumType.STRING)
    @Column
    public Status status;

    @Column(name = "requested_at")
    public Instant requestedAt;

    @Column(name = "decided_at")
    public @Nullable Instant decidedAt;

    @Column(name = "decided_by")
    public @Nullable String decidedBy;

    /** Why it was declined. */
    @Column
    public @Nullable String reason;

    /** The tenant that it became. */
    @Column(name = "onboarded_as")
    public @Nullable String onboardedAs;

    static Uni<List<SignUp>> newestFirst(Status status, Optional<String> before, int max) {
        return SignUp.<SignUp>find("status = ?1 and (?2 = '' or id < ?2) order by id desc", status, before.orElse(""))
                .page(0, max)
                .list();
    }

    /** Locked, so that it is decided once; fails with {@code NOT_FOUND}, or {@code CONFLICT} if it is decided. */
    static Uni<SignUp> undecided(String id) {
        return SignUp.<SignUp>findById(id, LockModeType.PESSIMISTIC_WRITE).map(found -> {
            SignUp row = Optional.ofNullable(found).orElseThrow(() -> IngestException.notFound("sign-up", id));
            if (row.status != Status.PENDING) {
                throw new IngestException(
                        ErrorCode.CONFLICT, "sign-up '%s' is %s by %s".formatted(id, row.status, row.decidedBy));
            }
            return row;
        });
    }

    void decided(Status decision, String by, Instant at) {
        status = decision;
        decidedBy = by;
        decidedAt = at;
    }
}
