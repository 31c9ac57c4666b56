package dev.ingest.scheduler.consent;

import dev.ingest.connector.ConsentSteps;
import dev.ingest.connector.consent.ConsentFlow;
import dev.ingest.connector.http.ReadException;
import dev.ingest.contracts.Ulid;
import dev.ingest.contracts.error.ErrorCode;
import dev.ingest.contracts.error.IngestException;
import dev.ingest.platform.secret.FilledConfig;
import dev.ingest.platform.secret.Secret;
import dev.ingest.platform.secret.SecretStore;
import dev.ingest.scheduler.connector.ConnectorVersion;
import dev.ingest.scheduler.connector.Manifests;
import dev.ingest.scheduler.http.Sha256;
import dev.ingest.scheduler.postgres.TenantRows;
import dev.ingest.scheduler.tenant.Tenant;
import dev.ingest.scheduler.vertx.Offload;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Begins consents. */
@Singleton
class Beginning {
    private final TenantRows rows;
    private final Manifests manifests;
    private final SecretStore secrets;
    private final ConsentSettings settings;
    private final SecureRandom random = new SecureRandom();
    private final Ulid ids;
    private final Clock clock;

    Beginning(
            TenantRows rows,
            Manifests manifests,
            SecretStore secrets,
            ConsentSettings settings,
            Ulid ids,
            Clock clock) {
        this.rows = rows;
        this.manifests = manifests;
        this.secrets = secrets;
        this.settings = settings;
        this.ids = ids;
        this.clock = clock;
    }

    /**
     * What somebody asks for.
     *
     * @param member who
     * @param config the connector's configuration so far, without secrets
     * @param credential name of the credential that completes it, and gets the tokens
     * @param redirectUri where the API sends them back to
     */
    record Wish(
            String tenant,
            String member,
            String connector,
            int version,
            Map<String, Object> config,
            String credential,
            String redirectUri) {}

    /**
     * A consent that has begun.
     *
     * @param url to send the member to: the only place where the state is
     */
    record Begun(Consent row, String url) {}

    private record Parts(ConnectorVersion connector, Optional<OAuthApp> app, List<String> egress) {}

    Uni<Begun> begin(Wish wish) {
        String tenant = wish.tenant();
        return rows.of(tenant, () -> requireRoom(tenant).chain(() -> parts(wish)))
                .chain(parts -> Offload.run(() -> started(wish, parts)))
                .chain(start -> rows.of(
                        tenant,
                        () -> Consent.forgetBefore(tenant, clock.instant().minus(settings.kept()))
                                .chain(() -> row(wish, start.state()).<Consent>persist())
                                .map(row -> new Begun(row, start.url()))));
    }

    private Uni<Void> requireRoom(String tenant) {
        return Consent.begunSince(tenant, clock.instant().minus(settings.life()))
                .invoke(begun -> {
                    if (begun >= settings.begunMax()) {
                        throw new IngestException(
                                ErrorCode.RATE_LIMITED,
                                "%d consents were begun within %s (limit: ingest.consent.begun-max); try again later"
                                        .formatted(begun, settings.life()));
                    }
                })
                .replaceWithVoid();
    }

    private static Uni<Parts> parts(Wish wish) {
        return ConnectorVersion.required(wish.tenant(), wish.connector(), wish.version())
                .chain(connector -> OAuthApp.of(wish.tenant(), wish.connector())
                        .chain(app -> Tenant.required(wish.tenant())
                                .map(tenant -> new Parts(connector, app, tenant.egress))));
    }

    private ConsentFlow.Start started(Wish wish, Parts parts) {
        String manifest = parts.connector().manifest;
        ConsentSteps steps = manifests
                .consent(manifest)
                .orElseThrow(() -> IngestException.invalid("connector '%s@%d': its manifest does not say how access is"
                                .formatted(wish.connector(), wish.version())
                        + " granted in a browser (expected: spec.advanced_auth with a consent_url)"));
        manifests.refuseSecrets(manifest, wish.config());
        Map<String, Object> config = filled(wish);
        ConsentFlow.App app = steps.app(config, wish.redirectUri())
                .or(() -> parts.app().map(lent -> new ConsentFlow.App(lent.clientId, "", wish.redirectUri())))
                .orElseThrow(() -> IngestException.invalid(
                        "config.%s: missing (expected: the id of your OAuth app; the operator lends none for '%s')"
                                .formatted(String.join(".", steps.appPath("client_id")), wish.connector())));
        try {
            ConsentFlow.Start start = steps.start(app, config, random);
            return new ConsentFlow.Start(ConsentUrl.checked(start.url(), parts.egress()), start.state());
        } catch (ReadException incomplete) {
            throw new IngestException(ErrorCode.INVALID_ARGUMENT, incomplete.reason(), incomplete);
        }
    }

    private Map<String, Object> filled(Wish wish) {
        return FilledConfig.of(
                wish.config(),
                secrets.read(wish.tenant(), wish.credential())
                        .map(Secret::values)
                        .orElse(Map.of()));
    }

    private Consent row(Wish wish, String state) {
        Instant now = clock.instant();
        Consent row = new Consent();
        row.id = ids.next();
        row.tenant = wish.tenant();
        row.member = wish.member();
        row.connector = wish.connector();
        row.connectorVersion = wish.version();
        row.credential = wish.credential();
        row.config = wish.config();
        row.redirectUri = wish.redirectUri();
        row.stateSha256 = Sha256.hex(state);
        row.begunAt = now;
        row.expiresAt = now.plus(settings.life());
        row.status = Consent.Status.PENDING;
        return row;
    }
}
