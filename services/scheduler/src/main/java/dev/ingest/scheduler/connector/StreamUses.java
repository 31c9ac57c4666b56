package dev.ingest.scheduler.connector;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import java.util.List;

/** Which pipelines read which streams of a connector. Within the caller's transaction. */
final class StreamUses {
    private static final String OF_CONNECTOR = """
            select p.name, p.connector_version, jsonb_extract_path_text(s, 'name')
            from pipeline p, jsonb_array_elements(cast(p.streams as jsonb)) s
            where p.tenant = :tenant and p.connector = :connector order by 1, 3""";

    private StreamUses() {}

    /**
     * @param pipeline the pipeline's name
     * @param version the version of the connector that it runs
     * @param stream the stream's name
     */
    record Use(String pipeline, int version, String stream) {}

    static Uni<List<Use>> of(String tenant, String connector) {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery(OF_CONNECTOR, Object[].class)
                        .setParameter("tenant", tenant)
                        .setParameter("connector", connector)
                        .getResultList())
                .map(found -> found.stream()
                        .map(row -> new Use((String) row[0], ((Number) row[1]).intValue(), (String) row[2]))
                        .toList());
    }
}
