package dev.ingest.scheduler.run;

import dev.ingest.contracts.event.SliceFailed;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A run as REST tells it.
 *
 * @param id its id
 * @param pipeline its pipeline
 * @param status as {@link RunState#text}
 * @param reason why, unless all is well
 * @param cause why there is a run
 * @param requestedAt when it was asked for, or due
 * @param finishedAt when its last slice was done
 * @param durationMs from the one to the other, or to now
 * @param leftMs how much longer it takes if it goes on as it did, once it is known
 * @param rows records applied
 * @param bytes bytes of the records as they arrived
 * @param rejected records that went to dead letters
 * @param errors why slices failed
 * @param streams what it did for each stream
 */
public record RunView(
        String id,
        String pipeline,
        String status,
        Optional<RunReason> reason,
        String cause,
        Instant requestedAt,
        Optional<Instant> finishedAt,
        long durationMs,
        Optional<Long> leftMs,
        long rows,
        long bytes,
        long rejected,
        List<Failure> errors,
        List<Stream> streams) {

    /**
     * @param stream the stream's name
     * @param kind who has to act
     * @param message what to fix
     */
    public record Failure(String stream, SliceFailed.Kind kind, String message) {}

    /**
     * @param name the stream's name
     * @param table where its records go, {@code namespace.name}
     * @param status as {@link RunState#text}
     * @param slices how many the run has
     * @param done how many of them it waits for no longer
     * @param rows records applied
     * @param bytes bytes of the records as they arrived
     * @param rejected records that went to dead letters
     * @param ledger what became of the records
     */
    public record Stream(
            String name,
            String table,
            String status,
            int slices,
            int done,
            long rows,
            long bytes,
            long rejected,
            Ledger ledger) {
        static Stream of(RunStream row) {
            return new Stream(
                    row.stream,
                    row.table().toString(),
                    row.text(),
                    row.slices,
                    row.slices - row.open,
                    row.rows,
                    row.bytes,
                    row.rejected,
                    Ledger.of(row));
        }
    }

    static RunView of(Run run, String credential, List<RunStream> streams, Instant now) {
        List<RunStream> own =
                streams.stream().filter(stream -> stream.run.equals(run.id)).toList();
        List<Failure> failures = failures(own);
        Instant until = Objects.requireNonNullElse(run.finishedAt, now);
        return new RunView(
                run.id,
                run.pipeline,
                run.state().text(),
                RunReason.of(run, credential, failures),
                run.cause,
                run.requestedAt,
                Optional.ofNullable(run.finishedAt),
                Duration.between(run.requestedAt, until).toMillis(),
                Estimate.left(run, own, now).map(Duration::toMillis),
                own.stream().mapToLong(stream -> stream.rows).sum(),
                own.stream().mapToLong(stream -> stream.bytes).sum(),
                own.stream().mapToLong(stream -> stream.rejected).sum(),
                failures,
                own.stream().map(Stream::of).toList());
    }

    private static List<Failure> failures(List<RunStream> streams) {
        return streams.stream()
                .flatMap(stream ->
                        stream.errors.stream().map(error -> new Failure(stream.stream, error.kind(), error.message())))
                .toList();
    }
}
