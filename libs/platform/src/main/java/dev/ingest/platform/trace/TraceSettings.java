package dev.ingest.platform.trace;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/** Where traces go. */
@ConfigMapping(prefix = "ingest.trace")
public interface TraceSettings {
    /** An OTLP receiver over HTTP, without its path {@code /v1/traces}; without one nothing is traced. */
    Optional<URI> endpoint();

    /** Of how many runs and posts there is a trace, from 0 to 1; every service has to be told the same. */
    @WithDefault("1")
    double share();

    /** Spans that wait to be sent; beyond it they are dropped and counted. */
    @WithDefault("10000")
    int waitingMax();

    /** Spans that are sent in one go. */
    @WithDefault("500")
    int batchMax();

    /** How long one call to the receiver may take. */
    @WithDefault("10S")
    Duration callMax();
}
