package dev.ingest.scheduler.tuning;

import dev.ingest.contracts.TableRef;
import dev.ingest.contracts.Ulid;
import dev.ingest.contracts.error.IngestException;
import dev.ingest.scheduler.batch.Target;
import dev.ingest.scheduler.batch.Target.Service;
import dev.ingest.scheduler.batch.TunedBatch;
import dev.ingest.scheduler.batch.TuningSettings;
import dev.ingest.scheduler.pipeline.Pipeline;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** What each stream's hint is. Within the caller's transaction. */
@Singleton
public final class Tuning {
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
        return StreamTuning.ofTenant(tenant)
                .map(rows -> rows.stream()
                        .collect(Collectors.toUnmodifiableMap(
                                row -> new Key(row.pipeline, row.stream), StreamTuning::hint)))
                .chain(own ->
                        TunedBatch.ofTenant(tenant, Service.EXECUTOR).map(tuned -> new Hints(own, tuned, initial())));
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
