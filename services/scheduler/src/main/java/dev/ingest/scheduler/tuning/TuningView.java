package dev.ingest.scheduler.tuning;

import dev.ingest.contracts.TableRef;
import dev.ingest.scheduler.batch.Decision;
import dev.ingest.scheduler.batch.Signal;
import dev.ingest.scheduler.batch.TuningDecision;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * How a stream's batches are tuned.
 *
 * @param namespace of the stream's table
 * @param table its name
 * @param executorBatch records in an envelope; none for a table that no pipeline fills
 * @param writerBatch records in a commit
 * @param decisions what was decided, newest first
 * @param next what to give as {@code before} for older decisions, if there are any
 */
@Schema(name = "Tuning")
public record TuningView(
        String namespace,
        String table,
        Optional<Integer> executorBatch,
        int writerBatch,
        List<Item> decisions,
        Optional<String> next) {

    /**
     * A decision.
     *
     * @param id its id
     * @param service whose batches: {@code executor} or {@code writer}
     * @param at when it was made
     * @param action what was done
     * @param before the batch size before
     * @param after the batch size from then on
     * @param reason why
     * @param signal what led to it
     */
    @Schema(name = "TuningDecision")
    public record Item(
            String id,
            String service,
            Instant at,
            Decision.Action action,
            int before,
            int after,
            String reason,
            Cause signal) {
        static Item of(TuningDecision row) {
            return new Item(
                    row.id,
                    row.service,
                    row.decidedAt,
                    row.action,
                    row.batchBefore,
                    row.batchAfter,
                    row.reason,
                    Cause.of(row));
        }
    }

    /**
     * What a drain told.
     *
     * @param invocation the drain
     * @param outcome how it ended for the stream
     * @param batch the batch size that it worked with
     * @param records records that it worked on
     * @param peakMemoryBytes memory that the drain needed
     * @param memoryLimitBytes what the process may use
     * @param longestMs how long the longest piece of work took
     * @param deadlineMs how long the drain might take
     */
    @Schema(name = "TuningSignal")
    public record Cause(
            String invocation,
            Signal.Outcome outcome,
            int batch,
            long records,
            long peakMemoryBytes,
            long memoryLimitBytes,
            long longestMs,
            long deadlineMs) {
        static Cause of(TuningDecision row) {
            return new Cause(
                    row.invocation,
                    row.outcome,
                    row.batch,
                    row.records,
                    row.peakMemoryBytes,
                    row.memoryLimitBytes,
                    row.longestMs,
                    row.deadlineMs);
        }
    }

    /** @param found one decision more than asked for, if there are as many */
    static TuningView of(
            TableRef table, Optional<Integer> executor, int writer, List<TuningDecision> found, int limit) {
        List<Item> page = found.stream().limit(limit).map(Item::of).toList();
        Optional<String> next =
                found.size() > limit ? Optional.of(page.getLast().id()) : Optional.empty();
        return new TuningView(table.namespace(), table.name(), executor, writer, page, next);
    }
}
