package dev.ingest.executor.slice;

import dev.ingest.connector.Connector;
import dev.ingest.connector.ConnectorSession;
import dev.ingest.connector.http.AllowedAddresses;
import dev.ingest.connector.http.SessionOptions;
import dev.ingest.platform.control.ControlPlane;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * What is worth keeping between slices, and may be forgotten at any time: manifests as they were parsed, and sessions with their
 * connections and access tokens, one per credential.
 */
@Singleton
final class Sources {
    /** Most parsed manifests kept. */
    private static final int CONNECTORS_MAX = 200;

    /** Most sessions kept; each has its own connections. */
    private static final int SESSIONS_MAX = 64;

    private final ControlPlane control;
    private final SessionOptions options;
    private final Map<String, Connector> connectors = leastRecentlyUsed(CONNECTORS_MAX);
    private final Map<String, ConnectorSession> sessions = leastRecentlyUsed(SESSIONS_MAX);

    /** @param allowPrivate whether manifests may name APIs on this machine or in its own network */
    Sources(
            ControlPlane control,
            @ConfigProperty(name = "ingest.egress.allow-private", defaultValue = "false") boolean allowPrivate) {
        this.control = control;
        this.options = SessionOptions.of(Clock.systemUTC())
                .withAllowed(allowPrivate ? (host, port) -> true : AllowedAddresses.NONE);
    }

    /** The connector of a manifest; a version's text never changes. */
    Connector connector(String tenant, String name, int version) {
        return kept(
                connectors,
                tenant + "/" + name + "@" + version,
                () -> Connector.load(control.manifest(tenant, name, version)));
    }

    /** The session of a credential. */
    ConnectorSession session(String tenant, String credential) {
        return kept(sessions, tenant + "/" + credential, () -> ConnectorSession.create(options));
    }

    private static <V> V kept(Map<String, V> known, String key, Supplier<V> make) {
        synchronized (known) {
            V value = known.get(key);
            if (value == null) {
                value = make.get();
                known.put(key, value);
            }
            return value;
        }
    }

    private static <V> Map<String, V> leastRecentlyUsed(int entriesMax) {
        return new LinkedHashMap<>(16, 0.75f, true) {
            private static final long serialVersionUID = 1;

            @Override
            protected boolean removeEldestEntry(Map.Entry<String, V> eldest) {
                return size() > entriesMax;
            }
        };
    }
}
