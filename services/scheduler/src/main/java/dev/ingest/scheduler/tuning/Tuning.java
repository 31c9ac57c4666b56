package dev.ingest.scheduler.tuning;

import dev.ingest.contracts.TableRef;
import dev.ingest.contracts.Ulid;
import dev.ingest.contracts.error.IngestException;
import dev.ingest.scheduler.batch.Target;
import dev.ingest.scheduler.batch.Target.Service;
import dev.ingest.scheduler.batch.TunedBatch;
import dev.ingest.scheduler.batch.TuningSettings;
import dev.ingest.scheduler.pipeline.Pipeline;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What each stream's hint is. Within the caller's transaction. */
@Singleton
public final class Tuning {
    /** What somebody set of streams and what was tuned of tables, which has no number of slices: they are asked for with every run. */
    private static final String HINTS = """
            select s.pipeline, s.stream, s.batch, s.slices from StreamTuning s where s.tenant = :tenant
            union all
            select b.namespace, b.tableName, b.batch, 0 from TunedBatch b
             where b.tenant = :tenant and b.service = :service and b.batch is not null""";

    private final TuningSettings settings;
    private final Ulid ids;

    Tuning(TuningSettings settings, Ulid ids) {
        this.settings = settings;
        this.ids = ids;
    }

    /**
     * A stream of a tenant's.
     *
     * @param pipeline its pipeline
     * @param stream its name in the connector
     */
    public record Key(String pipeline, String stream) {}

    /** The hints of a tenant's streams. */
    public static final class Hints {
        private final Map<Key, Hint> own;
        private final Map<TableRef, Integer> tuned;
        private final Hint others;

        private Hints(Map<Key, Hint> own, Map<TableRef, Integer> tuned, Hint others) {
            this.own = own;
            this.tuned = tuned;
            this.others = others;
        }

        /** What holds for a stream: its own hint or the configuration's, with the batch size that was tuned since. */
        public Hint of(String pipeline, String stream, TableRef table) {
            Hint set = Optional.ofNullable(own.get(new Key(pipeline, stream))).orElse(others);
            return new Hint(tuned.getOrDefault(table, set.batch()), set.slices());
        }
    }

    /** The hints of all streams of a tenant. */
    public Uni<Hints> ofTenant(String tenant) {
        return Panache.getSession()
                .chain(session -> session.createSelectionQuery(HINTS, Object[].class)
                        .setParameter("tenant", tenant)
                        .setParameter("service", Service.EXECUTOR.stored())
                        .getResultList())
                .map(this::hints);
    }

    private Hints hints(List<Object[]> rows) {
        Map<Key, Hint> own = new HashMap<>();
        Map<TableRef, Integer> tuned = new HashMap<>();
        for (Object[] row : rows) {
            String of = (String) row[0];
            String name = (String) row[1];
            int batch = ((Number) row[2]).intValue();
            int slices = ((Number) row[3]).intValue();
            if (slices > 0) {
                own.put(new Key(of, name), new Hint(batch, slices));
            } else {
                tuned.put(new TableRef(of, name), batch);
            }
        }
        return new Hints(own, tuned, initial());
    }

    /** Sets a stream's hint, from which its batches are tuned on; {@code NOT_FOUND} if the pipeline has no such stream. */
    Uni<StreamTuning> put(String tenant, Key key, Hint hint) {
        return Pipeline.required(tenant, key.pipeline())
                .chain(pipeline ->
                        TunedBatch.forget(new Target(tenant, Service.EXECUTOR, table(pipeline, key.stream()))))
                .chain(() -> StreamTuning.of(tenant, key.pipeline(), key.stream()))
                .chain(found -> {
                    StreamTuning row = found.orElseGet(() -> created(tenant, key));
                    row.batch = hint.batch();
                    row.slices = hint.slices();
                    return row.persist();
                });
    }

    Hint initial() {
        return new Hint(settings.batch(), settings.slices());
    }

    private StreamTuning created(String tenant, Key key) {
        StreamTuning row = new StreamTuning();
        row.id = ids.next();
        row.tenant = tenant;
        row.pipeline = key.pipeline();
        row.stream = key.stream();
        return row;
    }

    /** The table of a pipeline's stream; {@code NOT_FOUND} if it has no such stream. */
    static TableRef table(Pipeline pipeline, String stream) {
        return pipeline.streams.stream()
                .filter(each -> each.name().equals(stream))
                .findFirst()
                .map(each -> new TableRef(pipeline.namespace, each.table()))
                .orElseThrow(() -> IngestException.notFound("stream", stream));
    }
}
