package dev.ingest.scheduler.run;

import dev.ingest.contracts.error.IngestException;
import dev.ingest.scheduler.pipeline.Pipeline;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import java.util.Collection;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * A pipeline that is to run.
 *
 * @param pipeline the pipeline
 * @param manifest the fingerprint of its connector's manifest: the text itself is long, and most of the time it has been read
 */
record Plannable(Pipeline pipeline, String manifest) {
    private static final String NAMED = """
            select p, c.sha256 from Pipeline p
            join ConnectorVersion c on c.tenant = p.tenant and c.name = p.connector and c.version = p.connectorVersion
            where p.tenant = :tenant and p.name in :names""";

    /** Those of a tenant, by name; fails with {@code NOT_FOUND} if one is missing. Within the caller's transaction. */
    static Uni<Map<String, Plannable>> named(String tenant, Collection<String> names) {
        return Panache.getSession()
                .chain(session -> session.createSelectionQuery(NAMED, Object[].class)
                        .setParameter("tenant", tenant)
                        .setParameter("names", names)
                        .getResultList())
                .map(rows -> rows.stream()
                        .map(row -> new Plannable((Pipeline) row[0], (String) row[1]))
                        .collect(Collectors.toMap(each -> each.pipeline().name, Function.identity())))
                .invoke(found -> names.forEach(name -> {
                    if (!found.containsKey(name)) {
                        throw IngestException.notFound("pipeline", name);
                    }
                }));
    }
}
