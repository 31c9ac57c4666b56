package dev.ingest.executor.session;

import dev.ingest.connector.ConfiguredConnector;
import dev.ingest.connector.Connector;
import dev.ingest.connector.ConnectorSession;
import dev.ingest.connector.http.SessionOptions;
import dev.ingest.contracts.error.IngestException;
import dev.ingest.contracts.event.SliceRequested;
import dev.ingest.executor.budget.Budgets;
import dev.ingest.platform.control.ControlPlane;
import dev.ingest.platform.secret.FilledConfig;
import dev.ingest.platform.secret.SecretStore;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/**
 * What is worth keeping between slices, and may be forgotten at any time: manifests as they were parsed, and sessions with their
 * connections, access tokens and budgets, one per credential.
 */
@Singleton
public final class Sources {
    /** Most parsed manifests kept. */
    private static final int CONNECTORS_MAX = 200;

    /** Most connectors with a configuration kept; each is good for one drain. */
    private static final int CONFIGURED_MAX = 64;

    /** Most sessions kept; each has its own connections. */
    private static final int SESSIONS_MAX = 256;

    private final ControlPlane control;
    private final SecretStore secrets;
    private final Budgets budgets;
    private final Timer waits;
    private final Kept<String, Connector> connectors = new Kept<>(CONNECTORS_MAX);
    private final Kept<String, ConnectorSession> sessions = new Kept<>(SESSIONS_MAX);
    private final Kept<Configured, ConfiguredConnector> configured = new Kept<>(CONFIGURED_MAX);

    Sources(ControlPlane control, SecretStore secrets, Budgets budgets, MeterRegistry registry) {
        this.control = control;
        this.secrets = secrets;
        this.budgets = budgets;
        this.waits = Timer.builder("ingest.api.wait")
                .description("waits within a drain that an API or its budget asked for")
                .register(registry);
    }

    /** The connector of a manifest; a version's text never changes. */
    public Connector connector(String tenant, String name, int version) {
        return connectors.get(
                tenant + "/" + name + "@" + version,
                () -> Connector.load(control.manifest(tenant, name, version)).named(name));
    }

    /** What a drain reads with: streams and schemas that the API is asked for are asked for once. */
    private record Configured(
            String tenant,
            String connector,
            int version,
            String credential,
            Map<String, Object> config,
            Instant deadline) {
        /** Without the configuration, which holds secrets. */
        @Override
        public String toString() {
            return "%s/%s@%d".formatted(tenant, connector, version);
        }
    }

    /**
     * The connector of a request with its pipeline's configuration, the same for all slices of a drain.
     *
     * @param config with secrets
     */
    public ConfiguredConnector configured(SliceRequested request, Map<String, Object> config, Instant deadline) {
        String tenant = request.tenant();
        Connector connector = connector(tenant, request.connector(), request.connectorVersion());
        return configured.get(
                new Configured(
                        tenant,
                        request.connector(),
                        request.connectorVersion(),
                        request.credential(),
                        config,
                        deadline),
                () -> connector.configured(config, session(tenant, request.credential()), deadline));
    }

    /** The session of a credential. It reaches public addresses, and those that the operator lets the tenant reach. */
    public ConnectorSession session(String tenant, String credential) {
        return sessions.get(tenant + "/" + credential, () -> made(tenant, credential));
    }

    /** One that was forgotten and is made again begins with what is known of the budget, not with all of it. */
    private ConnectorSession made(String tenant, String credential) {
        ConnectorSession session = ConnectorSession.create(
                options(tenant).withCredentials(new KeptCredential(secrets, tenant, credential)));
        session.restore(budgets.of(tenant, credential));
        return session;
    }

    /** A session of a tenant's that is not kept, and knows no credential. */
    public ConnectorSession newSession(String tenant) {
        return ConnectorSession.create(options(tenant));
    }

    private SessionOptions options(String tenant) {
        return SessionOptions.of(Clock.systemUTC())
                .withSleeper(this::waitFor)
                .withAllowed((host, port) -> control.egress(tenant).allows(host, port));
    }

    private void waitFor(Duration duration) throws InterruptedException {
        Thread.sleep(duration);
        waits.record(duration);
    }

    /**
     * A configuration with a credential's values in it.
     *
     * @throws IngestException {@code NOT_FOUND} if the credential has none
     */
    public Map<String, Object> filled(Map<String, Object> config, String tenant, String credential) {
        return FilledConfig.of(
                config,
                secrets.read(tenant, credential)
                        .orElseThrow(() -> IngestException.notFound("the secret of credential", credential))
                        .values());
    }
}
