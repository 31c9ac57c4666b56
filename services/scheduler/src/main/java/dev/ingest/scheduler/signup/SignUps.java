package dev.ingest.scheduler.signup;

import dev.ingest.contracts.Ulid;
import dev.ingest.contracts.error.ErrorCode;
import dev.ingest.contracts.error.IngestException;
import dev.ingest.scheduler.postgres.TenantRows;
import dev.ingest.scheduler.tenant.Onboarding;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Keeps sign-ups, and carries out what the operator decides. */
@Singleton
class SignUps {
    private static final Duration WINDOW = Duration.ofHours(1);

    /** Whoever has asked already is told nothing else than whoever has not. */
    private static final String ADD = """
            insert into sign_up (id, company, contact, email, message, status, requested_at)
            values (:id, :company, :contact, :email, :message, 'PENDING', :at)
            on conflict (lower(email)) where status = 'PENDING' do nothing""";

    private final TenantRows rows;
    private final Onboarding onboarding;
    private final SignUpSettings settings;
    private final Ulid ids;
    private final Clock clock;

    SignUps(TenantRows rows, Onboarding onboarding, SignUpSettings settings, Ulid ids, Clock clock) {
        this.rows = rows;
        this.onboarding = onboarding;
        this.settings = settings;
        this.ids = ids;
        this.clock = clock;
    }

    /** Keeps one, unless the same address waits for an answer; fails with {@code RATE_LIMITED} when there are too many. */
    Uni<Void> add(SignUp asked) {
        return rows.ofNobody(() -> requireRoom().chain(() -> insert(asked))).replaceWithVoid();
    }

    private Uni<Void> requireRoom() {
        return SignUp.count("requestedAt > ?1", clock.instant().minus(WINDOW))
                .invoke(recent -> require(recent, settings.perHour()))
                .chain(() -> SignUp.count("status = ?1", SignUp.Status.PENDING))
                .invoke(open -> require(open, settings.open()))
                .replaceWithVoid();
    }

    private static void require(long present, int max) {
        if (present >= max) {
            throw new IngestException(
                    ErrorCode.RATE_LIMITED, "more sign-ups than can be looked at (expected: try again later)");
        }
    }

    private Uni<Integer> insert(SignUp asked) {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery(ADD)
                        .setParameter("id", ids.next())
                        .setParameter("company", asked.company)
                        .setParameter("contact", asked.contact)
                        .setParameter("email", asked.email)
                        .setParameter("message", asked.message)
                        .setParameter("at", clock.instant())
                        .executeUpdate());
    }

    Uni<List<SignUp>> newestFirst(SignUp.Status status, Optional<String> before, int max) {
        return rows.ofNobody(() -> SignUp.newestFirst(status, before, max));
    }

    /**
     * Makes the tenant and says so, both or neither.
     *
     * @return fails with {@code CONFLICT} if it is decided, or there is such a tenant
     */
    Uni<SignUp> approve(String id, String by, String tenant, Optional<String> name) {
        return rows.ofNobody(() -> SignUp.undecided(id).chain(row -> {
            row.decided(SignUp.Status.APPROVED, by, clock.instant());
            row.onboardedAs = tenant;
            // written before the transaction works as the tenant, whose the row is not
            return row.<SignUp>persistAndFlush()
                    .chain(() -> onboarding.create(tenant, name.orElse(row.company)))
                    .replaceWith(row);
        }));
    }

    Uni<SignUp> decline(String id, String by, Optional<String> reason) {
        return rows.ofNobody(() -> SignUp.undecided(id).chain(row -> {
            row.decided(SignUp.Status.DECLINED, by, clock.instant());
            row.reason = reason.orElse(null);
            return row.<SignUp>persistAndFlush();
        }));
    }
}
