package dev.ingest.scheduler.notification;

import dev.ingest.scheduler.postgres.TextList;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import java.util.List;
import java.util.Objects;

/** What is not public and the operator allows a tenant to reach. Within the caller's transaction. */
final class TenantEgress {
    private static final String EGRESS = "select egress from tenant where tenant = :tenant";

    private TenantEgress() {}

    static Uni<List<String>> of(String tenant) {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery(EGRESS, String.class)
                        .setParameter("tenant", tenant)
                        .getSingleResult())
                .map(stored -> Objects.requireNonNullElse(new TextList().convertToEntityAttribute(stored), List.of()));
    }
}
