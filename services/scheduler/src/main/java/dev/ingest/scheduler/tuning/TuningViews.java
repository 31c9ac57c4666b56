package dev.ingest.scheduler.tuning;

import dev.ingest.contracts.TableRef;
import dev.ingest.contracts.error.IngestException;
import dev.ingest.scheduler.batch.TuningDecision;
import dev.ingest.scheduler.pipeline.Pipeline;
import dev.ingest.scheduler.pipeline.PipelineStream;
import dev.ingest.scheduler.table.LakeTable;
import dev.ingest.scheduler.table.Owner;
import dev.ingest.scheduler.table.TableSpecs;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads how streams are tuned. Within the caller's transaction. */
@Singleton
final class TuningViews {
    private static final int LIMIT_MAX = 200;

    private final Tuning tuning;
    private final TableSpecs specs;

    TuningViews(Tuning tuning, TableSpecs specs) {
        this.tuning = tuning;
        this.specs = specs;
    }

    /** Which decisions: {@code limit} of those older than the one with id {@code before}. */
    record Page(int limit, Optional<String> before) {
        static Page of(int limit, @Nullable String before) {
            if (limit < 1 || limit > LIMIT_MAX) {
                throw IngestException.invalid("limit: %d (expected: 1 to %d)".formatted(limit, LIMIT_MAX));
            }
            return new Page(limit, Optional.ofNullable(before));
        }
    }

    /** Of a pipeline's stream; fails with {@code NOT_FOUND}. */
    Uni<TuningView> ofStream(String tenant, Tuning.Key key, Page page) {
        return Pipeline.required(tenant, key.pipeline())
                .chain(pipeline -> ofTable(tenant, Tuning.table(pipeline, key.stream()), page));
    }

    /** Of a table, whoever fills it; fails with {@code NOT_FOUND}. */
    Uni<TuningView> ofTable(String tenant, TableRef table, Page page) {
        // the decisions first: what is decided in between shows in the batch, and a decision never without its batch
        return LakeTable.required(tenant, table)
                .chain(row -> TuningDecision.page(tenant, table, page.before(), page.limit() + 1)
                        .chain(found -> executorBatch(row)
                                .chain(executor -> specs.one(tenant, table)
                                        .map(spec ->
                                                TuningView.of(table, executor, spec.batch(), found, page.limit())))));
    }

    private Uni<Optional<Integer>> executorBatch(LakeTable table) {
        if (table.ownerKind != Owner.Kind.PIPELINE) {
            return Uni.createFrom().item(Optional.empty());
        }
        return Pipeline.required(table.tenant, table.owner)
                .chain(pipeline -> tuning.ofTenant(table.tenant)
                        .map(hints -> stream(pipeline, table)
                                .map(stream -> hints.of(pipeline.name, stream, table.ref())
                                        .batch())));
    }

    private static Optional<String> stream(Pipeline pipeline, LakeTable table) {
        List<PipelineStream> streams = pipeline.streams;
        return streams.stream()
                .filter(stream -> stream.table().equals(table.name))
                .map(PipelineStream::name)
                .findFirst();
    }
}
