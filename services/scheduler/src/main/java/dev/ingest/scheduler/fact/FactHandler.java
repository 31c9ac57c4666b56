package dev.ingest.scheduler.fact;

import dev.ingest.contracts.error.ErrorCode;
import dev.ingest.contracts.error.IngestException;
import dev.ingest.contracts.event.Fact;
import dev.ingest.contracts.event.InvocationReported;
import dev.ingest.contracts.event.RecordsRejected;
import dev.ingest.contracts.event.SliceAttempt;
import dev.ingest.contracts.event.SliceDeferred;
import dev.ingest.contracts.event.SliceFailed;
import dev.ingest.contracts.event.SliceReported;
import dev.ingest.contracts.event.SliceStaged;
import dev.ingest.contracts.event.StreamFailed;
import dev.ingest.contracts.event.TableCaughtUp;
import dev.ingest.contracts.event.TableCommitted;
import dev.ingest.contracts.event.TableParked;
import dev.ingest.platform.kafka.EventPublisher;
import dev.ingest.scheduler.batch.SelfTuning;
import dev.ingest.scheduler.postgres.TenantRows;
import dev.ingest.scheduler.run.RunProgress;
import dev.ingest.scheduler.table.LakeTable;
import dev.ingest.scheduler.table.TableHeads;
import dev.ingest.scheduler.table.TableUpkeep;
import dev.ingest.scheduler.table.WaitingTables;
import dev.ingest.scheduler.vertx.Offload;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;

/** Applies a fact in one transaction; told again, it changes nothing. */
@Singleton
final class FactHandler {
    private final TenantRows rows;
    private final RunProgress progress;
    private final Heard heard;
    private final TableUpkeep upkeep;
    private final SelfTuning tuning;
    private final EventPublisher publisher;
    private final WaitingTables waiting;

    FactHandler(
            TenantRows rows,
            RunProgress progress,
            Heard heard,
            TableUpkeep upkeep,
            SelfTuning tuning,
            EventPublisher publisher,
            WaitingTables waiting) {
        this.rows = rows;
        this.progress = progress;
        this.heard = heard;
        this.upkeep = upkeep;
        this.tuning = tuning;
        this.publisher = publisher;
        this.waiting = waiting;
    }

    Uni<Void> apply(Fact fact) {
        return switch (fact) {
            case TableCommitted committed -> rows.of(committed.tenant(), () -> committed(committed));
            case RecordsRejected rejected -> rows.of(rejected.tenant(), () -> rejected(rejected));
            case SliceFailed failed -> rows.of(failed.tenant(), () -> progress.failed(failed));
            case SliceDeferred deferred -> rows.of(deferred.tenant(), () -> progress.deferred(deferred));
            case InvocationReported reported -> invocation(reported);
            case StreamFailed failed -> rows.of(failed.tenant(), () -> progress.failed(failed));
            case SliceReported reported -> rows.of(reported.tenant(), () -> progress.reported(reported));
            case SliceStaged staged -> staged(staged);
            case TableParked parked -> rows.of(parked.tenant(), () -> waiting.parked(parked));
            case TableCaughtUp caughtUp -> rows.of(caughtUp.tenant(), () -> waiting.caughtUp(caughtUp));
        };
    }

    private Uni<Void> invocation(InvocationReported fact) {
        Uni<Void> heardOf = rows.ofNobody(() -> heard.invocation(fact));
        return fact.outcome() == InvocationReported.Outcome.STARTED ? heardOf : heardOf.chain(() -> tuning.ended(fact));
    }

    private Uni<Void> committed(TableCommitted fact) {
        return heard.firstTime(fact)
                .call(first -> first
                        ? upkeep.committed(fact).chain(() -> TableHeads.committed(fact))
                        : Uni.createFrom().voidItem())
                .chain(first -> fact.slice()
                        .map(attempt -> committed(fact, attempt, first))
                        .or(() -> fact.refresh().map(refresh -> progress.swapped(fact, refresh)))
                        .orElseGet(() -> Uni.createFrom().voidItem()));
    }

    /** The fact is done with when the writer was told: dying in between tells it again. */
    private Uni<Void> staged(SliceStaged fact) {
        return rows.of(fact.tenant(), () -> progress.staged(fact))
                .chain(whole -> whole.map(refreshed -> Offload.run(() -> publisher
                                        .marker(fact.tenant(), refreshed.table(), refreshed.marker())
                                        .toCompletableFuture()
                                        .join())
                                .replaceWithVoid())
                        .orElseGet(() -> Uni.createFrom().voidItem()));
    }

    /** The slice tells whether it is committed, not what was heard; one that is told again may have been forgotten since. */
    private Uni<Void> committed(TableCommitted fact, SliceAttempt attempt, boolean first) {
        Uni<Void> applied = progress.committed(fact, attempt);
        return first
                ? applied
                : applied.onFailure(FactHandler::forgotten).recoverWithNull().replaceWithVoid();
    }

    private static boolean forgotten(Throwable failure) {
        return failure instanceof IngestException refused && refused.code() == ErrorCode.NOT_FOUND;
    }

    private Uni<Void> rejected(RecordsRejected fact) {
        return heard.firstTime(fact)
                .chain(first -> first ? count(fact) : Uni.createFrom().voidItem());
    }

    private Uni<Void> count(RecordsRejected fact) {
        return LakeTable.locked(fact.tenant(), fact.table())
                .invoke(table -> table.rejected += fact.records())
                .chain(() -> fact.slice()
                        .map(attempt -> progress.rejected(fact, attempt))
                        .orElseGet(() -> Uni.createFrom().voidItem()));
    }
}
