package dev.ingest.scheduler.consent;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/** How access is granted in a browser. */
@ConfigMapping(prefix = "ingest.consent")
public interface ConsentSettings {
    /** How long somebody may take at the API; whoever comes back later begins anew. */
    @WithDefault("10M")
    Duration life();

    /** Consents of a tenant that were begun within {@link #life}; the next is refused with 429. */
    @WithDefault("100")
    int begunMax();

    /** How long it is remembered what came of one. */
    @WithDefault("1D")
    Duration kept();

    /**
     * Where people reach the dashboard, for example {@code https://ingest.example.org}: APIs send them back to {@code /consent} there.
     * Without it, wherever the call that begins a consent reached us.
     */
    Optional<URI> pageUrl();

    /** Whether the address is https where it is not configured, because TLS ends before the service. */
    @WithDefault("true")
    boolean secure();
}
