package dev.ingest.scheduler.notification;

import dev.ingest.contracts.Ulid;
import dev.ingest.contracts.error.ErrorCode;
import dev.ingest.contracts.error.IngestException;
import dev.ingest.egress.AllowedAddresses;
import dev.ingest.scheduler.alert.Alert;
import dev.ingest.scheduler.alert.Alerts;
import dev.ingest.scheduler.credential.Credential;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/** Keeps what was asked for, once it is checked. Within the caller's transaction. */
@Singleton
final class Targets {
    private static final int TARGETS_MAX = 20;
    private static final String SECRET = "secret";

    private final Mails mails;
    private final Alerts alerts;
    private final Ulid ids;
    private final Clock clock;

    Targets(Mails mails, Alerts alerts, Ulid ids, Clock clock) {
        this.mails = mails;
        this.alerts = alerts;
        this.ids = ids;
        this.clock = clock;
    }

    /** Whoever changes a target means it to be told: it is enabled. */
    Uni<NotificationTarget> saved(
            String tenant, String name, Optional<NotificationTarget> found, NotificationRequest asked) {
        return TenantEgress.of(tenant)
                .chain(egress -> found.map(row -> Uni.createFrom().item(row))
                        .orElseGet(() -> created(tenant, name))
                        .invoke(row -> asked.fill(row, AllowedAddresses.of(egress), mails.available())))
                .call(row -> signs(tenant, Optional.ofNullable(row.credential)))
                .invoke(row -> {
                    if (row.disabledAt != null) {
                        row.enable(clock.instant());
                    }
                })
                .call(() -> alerts.resolve(tenant, Alert.Kind.NOTIFICATION_DISABLED, name))
                .chain(row -> row.<NotificationTarget>persistAndFlush());
    }

    private static Uni<Void> signs(String tenant, Optional<String> credential) {
        return credential
                .map(name -> Credential.required(tenant, name)
                        .invoke(row -> {
                            if (!row.keys.contains(SECRET)) {
                                throw IngestException.invalid(
                                        "credential: '%s' has no '%s' (expected: %s and 24 to 64 bytes in Base64)"
                                                .formatted(name, SECRET, "whsec_"));
                            }
                        })
                        .replaceWithVoid())
                .orElseGet(() -> Uni.createFrom().voidItem());
    }

    private Uni<NotificationTarget> created(String tenant, String name) {
        return NotificationTarget.ofTenant(tenant).map(present -> made(tenant, name, present));
    }

    private NotificationTarget made(String tenant, String name, List<NotificationTarget> present) {
        if (present.size() >= TARGETS_MAX) {
            throw new IngestException(
                    ErrorCode.CONFLICT,
                    "%d notifications (expected: at most %d)".formatted(present.size() + 1, TARGETS_MAX));
        }
        NotificationTarget row = new NotificationTarget();
        row.id = ids.next();
        row.tenant = tenant;
        row.name = name;
        row.nextAttemptAt = clock.instant();
        return row;
    }
}
