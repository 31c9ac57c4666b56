package dev.ingest.scheduler.pipeline;

import dev.ingest.contracts.error.IngestException;
import dev.ingest.scheduler.schedule.Schedule;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Keeps pipelines that follow each other from following themselves. Within the caller's transaction. */
@Singleton
final class Upstreams {
    /** Fails with {@code NOT_FOUND} if the upstream does not exist, with {@code INVALID_ARGUMENT} if it follows this one. */
    Uni<Void> check(String tenant, String name, Schedule schedule) {
        if (!(schedule instanceof Schedule.After(String upstream))) {
            return Uni.createFrom().voidItem();
        }
        return Pipeline.ofTenant(tenant)
                .invoke(all -> check(all, name, upstream))
                .replaceWithVoid();
    }

    private static void check(List<Pipeline> all, String name, String upstream) {
        Map<String, @Nullable String> upstreams = new HashMap<>();
        all.forEach(pipeline -> upstreams.put(pipeline.name, pipeline.upstream));
        if (!upstream.equals(name) && !upstreams.containsKey(upstream)) {
            throw IngestException.notFound("pipeline", upstream);
        }
        upstreams.put(name, upstream);
        String at = upstream;
        while (at != null) {
            if (at.equals(name)) {
                throw IngestException.invalid(
                        "schedule: 'after %s': pipeline '%s' would wait for itself".formatted(upstream, name));
            }
            at = upstreams.get(at);
        }
    }
}
