package dev.ingest.scheduler.member;

import dev.ingest.contracts.config.MembershipSpec;
import dev.ingest.contracts.error.IngestException;
import dev.ingest.scheduler.postgres.TenantRow;
import dev.ingest.scheduler.postgres.TextList;
import io.smallrye.mutiny.Uni;
import jakarta.persistence.Column;
import jakarta.persistence.Convert;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Somebody who may do something in a tenant. */
@Entity
@Table(name = "member")
public class Member extends TenantRow {
    /** As {@link MemberName}. */
    @Column
    public String name;

    @Column
    @Convert(converter = TextList.class)
    public List<String> roles;

    @Column(name = "added_at")
    public Instant addedAt;

    @Column(name = "added_by")
    public String addedBy;

    static Uni<Optional<Member>> named(String tenant, String name) {
        return Member.<Member>find("tenant = ?1 and name = ?2", tenant, name)
                .firstResult()
                .map(Optional::ofNullable);
    }

    static Uni<Member> required(String tenant, String name) {
        return named(tenant, name).map(found -> found.orElseThrow(() -> IngestException.notFound("member", name)));
    }

    /** Those behind a name, by name. */
    static Uni<List<Member>> ofTenant(String tenant, String after, int max) {
        return Member.<Member>find("tenant = ?1 and name > ?2 order by name", tenant, after)
                .page(0, max)
                .list();
    }

    /** Whoever is called one of these, in every tenant. */
    public static Uni<List<Member>> everywhere(List<String> names) {
        return list("name in ?1 order by tenant, name", names);
    }

    static Uni<Long> ofTenant(String tenant) {
        return count("tenant = ?1", tenant);
    }

    /** As the services read it. */
    public MembershipSpec spec() {
        return new MembershipSpec(tenant, roles);
    }
}
