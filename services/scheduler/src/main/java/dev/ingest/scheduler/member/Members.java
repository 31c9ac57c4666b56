package dev.ingest.scheduler.member;

import dev.ingest.contracts.Ulid;
import dev.ingest.contracts.config.MembershipSpec;
import dev.ingest.contracts.error.ErrorCode;
import dev.ingest.contracts.error.IngestException;
import dev.ingest.platform.identity.Memberships;
import dev.ingest.platform.identity.Roles;
import dev.ingest.scheduler.http.Body;
import dev.ingest.scheduler.postgres.TenantRows;
import dev.ingest.scheduler.vertx.FreshContext;
import io.quarkus.security.identity.AuthenticationRequestContext;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Keeps the member lists, and tells those who are let in what they may do. */
@Singleton
final class Members implements Memberships {
    /** What people do; programs have tokens of their own. */
    private static final List<String> ROLES = List.of(Roles.TENANT_ADMIN, Roles.TENANT_VIEWER, Roles.ANALYST);

    private static final int MEMBERS_MAX = 10_000;

    private final TenantRows rows;
    private final FreshContext contexts;
    private final Ulid ids;
    private final Clock clock;

    Members(TenantRows rows, FreshContext contexts, Ulid ids, Clock clock) {
        this.rows = rows;
        this.contexts = contexts;
        this.ids = ids;
        this.clock = clock;
    }

    @Override
    public Uni<List<MembershipSpec>> of(List<String> names, AuthenticationRequestContext context) {
        return contexts.run(() -> rows.readEveryones(() -> Member.everywhere(names)))
                .map(found -> found.stream().map(Member::spec).toList());
    }

    /** Adds a member, or gives them other roles. */
    Uni<Member> put(String tenant, String name, List<String> roles, String by) {
        return rows.of(
                tenant,
                () -> Member.named(tenant, name)
                        .chain(found -> found.map(present -> Uni.createFrom().item(present))
                                .orElseGet(() -> added(tenant, name, by)))
                        .chain(row -> {
                            row.roles = roles;
                            return row.<Member>persist();
                        }));
    }

    private Uni<Member> added(String tenant, String name, String by) {
        return Member.ofTenant(tenant).map(present -> {
            if (present >= MEMBERS_MAX) {
                throw new IngestException(
                        ErrorCode.CONFLICT, "%d members (expected: at most %d)".formatted(present, MEMBERS_MAX));
            }
            Member row = new Member();
            row.id = ids.next();
            row.tenant = tenant;
            row.name = name;
            row.addedAt = clock.instant();
            row.addedBy = by;
            return row;
        });
    }

    /** The roles that somebody asks for. */
    static List<String> roles(@Nullable List<@Nullable String> asked) {
        List<String> roles = Body.list("roles", asked, ROLES.size()).stream()
                .distinct()
                .sorted()
                .toList();
        if (roles.isEmpty() || !ROLES.containsAll(roles)) {
            throw IngestException.invalid("roles: %s (expected: one or more of %s)".formatted(roles, ROLES));
        }
        return roles;
    }
}
