package dev.ingest.executor.session;

import dev.ingest.connector.http.GuardedResolution;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/** Does not start where names could be resolved past the guard: how the service is packaged decides that. */
@Singleton
final class NameGuard {
    void check(@Observes StartupEvent started) {
        GuardedResolution.requireInstalled();
    }
}
