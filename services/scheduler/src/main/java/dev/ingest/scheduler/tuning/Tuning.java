package dev.ingest.scheduler.tuning;

import dev.ingest.contracts.Ulid;
import dev.ingest.contracts.error.IngestException;
import dev.ingest.scheduler.pipeline.Pipeline;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.List;
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
        private final Hint others;

        private Hints(Map<Key, Hint> own, Hint others) {
            this.own = own;
            this.others = others;
        }

        /** What holds for a stream: its own hint, or the configuration's. */
        public Hint of(String pipeline, String stream) {
            return Optional.ofNullable(own.get(new Key(pipeline, stream))).orElse(others);
        }
    }

    /** The hints of all streams of a tenant. */
    public Uni<Hints> ofTenant(String tenant) {
        return StreamTuning.ofTenant(tenant)
                .map(rows -> new Hints(
                        rows.stream()
                                .collect(Collectors.toUnmodifiableMap(
                                        row -> new Key(row.pipeline, row.stream), StreamTuning::hint)),
                        initial()));
    }

    /** Sets a stream's hint; {@code NOT_FOUND} if the pipeline has no such stream. */
    Uni<StreamTuning> put(String tenant, Key key, Hint hint) {
        return Pipeline.required(tenant, key.pipeline())
                .invoke(pipeline -> requireStream(pipeline, key.stream()))
                .chain(pipeline -> StreamTuning.of(tenant, key.pipeline(), key.stream()))
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

    private static void requireStream(Pipeline pipeline, String stream) {
        List<String> streams =
                pipeline.streams.stream().map(each -> each.name()).toList();
        if (!streams.contains(stream)) {
            throw IngestException.notFound("stream", stream);
        }
    }
}
