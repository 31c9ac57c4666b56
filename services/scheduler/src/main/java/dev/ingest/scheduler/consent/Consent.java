package dev.ingest.scheduler.consent;

import dev.ingest.contracts.error.IngestException;
import dev.ingest.scheduler.http.Sha256;
import dev.ingest.scheduler.pipeline.ConfigMap;
import dev.ingest.scheduler.postgres.TenantRow;
import io.smallrye.mutiny.Uni;
import jakarta.persistence.Column;
import jakarta.persistence.Convert;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.LockModeType;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Somebody who was sent to an API to grant access. It is good for one return: of that member, within its life. */
@Entity
@Table(name = "consent")
public class Consent extends TenantRow {
    /** What came of it. */
    public enum Status {
        PENDING,
        GRANTED,
        REFUSED
    }

    /** Who began it, and alone may end it. */
    @Column
    public String member;

    @Column
    public String connector;

    @Column(name = "connector_version")
    public int connectorVersion;

    /** Name of the credential that gets the tokens. */
    @Column
    public String credential;

    /** The connector's configuration as it was typed so far, without secrets. */
    @Column
    @Convert(converter = ConfigMap.class)
    public Map<String, Object> config;

    @Column(name = "redirect_uri")
    public String redirectUri;

    @Column(name = "state_sha256")
    public String stateSha256;

    @Column(name = "begun_at")
    public Instant begunAt;

    @Column(name = "expires_at")
    public Instant expiresAt;

    @Column(name = "used_at")
    public @Nullable Instant usedAt;

    @Enumerated(EnumType.STRING)
    @Column
    public Status status;

    /** Why it was refused. */
    @Column
    public @Nullable String problem;

    /** That one; fails with {@code NOT_FOUND}. */
    static Uni<Consent> required(String tenant, String id) {
        return Consent.<Consent>find("tenant = ?1 and id = ?2", tenant, id)
                .firstResult()
                .map(found -> Optional.ofNullable(found).orElseThrow(() -> IngestException.notFound("consent", id)));
    }

    /** The one of that state, used up from now on; none if it is not the member's, was used, or is over. Locked: it is taken once. */
    static Uni<Optional<Consent>> taken(String tenant, String member, String state, Instant now) {
        return Consent.<Consent>find(
                        "tenant = ?1 and stateSha256 = ?2 and member = ?3 and usedAt is null and expiresAt > ?4",
                        tenant,
                        Sha256.hex(state),
                        member,
                        now)
                .withLock(LockModeType.PESSIMISTIC_WRITE)
                .firstResult()
                .map(Optional::ofNullable)
                .invoke(found -> found.ifPresent(row -> row.usedAt = now));
    }

    static Uni<Long> begunSince(String tenant, Instant since) {
        return count("tenant = ?1 and begunAt > ?2", tenant, since);
    }

    static Uni<Long> forgetBefore(String tenant, Instant before) {
        return delete("tenant = ?1 and begunAt < ?2", tenant, before);
    }
}
