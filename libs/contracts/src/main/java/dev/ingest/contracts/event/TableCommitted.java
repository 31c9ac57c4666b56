package dev.ingest.contracts.event;

import dev.ingest.contracts.TableRef;
import java.time.Instant;
import java.util.Optional;

/**
 * Records are readable in a table. Told again when a drain meets what is already applied: deduplicate on table and snapshot.
 *
 * @param tenant whose table
 * @param table the table
 * @param snapshotId the Iceberg snapshot
 * @param committedAt when the snapshot was made
 * @param slice the slice that was published, or none for pushed records
 * @param state the stream's state after this slice, JSON
 * @param rest what the slice left, if it was a shorter one: to be requested as a slice of its own
 * @param rows records applied (inserted, updated and deleted)
 * @param bytes bytes of the records as they arrived
 * @param files data files added
 * @param tally what became of the records; an older writer does not say
 * @param refresh the full refresh that was swapped in, or none for a slice or pushed records
 * @param metadata location of a metadata file of the table that shows the snapshot, or none where it was not known
 */
public record TableCommitted(
        String tenant,
        TableRef table,
        long snapshotId,
        Instant committedAt,
        Optional<SliceAttempt> slice,
        Optional<String> state,
        Optional<Rest> rest,
        long rows,
        long bytes,
        int files,
        Optional<Tally> tally,
        Optional<StreamRun> refresh,
        Optional<String> metadata)
        implements Fact {

    /** A commit of a slice or of pushed records. */
    public TableCommitted(
            String tenant,
            TableRef table,
            long snapshotId,
            Instant committedAt,
            Optional<SliceAttempt> slice,
            Optional<String> state,
            Optional<Rest> rest,
            long rows,
            long bytes,
            int files,
            Optional<Tally> tally) {
        this(
                tenant,
                table,
                snapshotId,
                committedAt,
                slice,
                state,
                rest,
                rows,
                bytes,
                files,
                tally,
                Optional.empty(),
                Optional.empty());
    }

    /** Whose pipeline brought the records; none for pushed ones. */
    public Optional<String> pipeline() {
        return slice.map(SliceAttempt::pipeline).or(() -> refresh.map(StreamRun::pipeline));
    }

    /** A commit that left nothing, and says nothing of its records. */
    public TableCommitted(
            String tenant,
            TableRef table,
            long snapshotId,
            Instant committedAt,
            Optional<SliceAttempt> slice,
            Optional<String> state,
            long rows,
            long bytes,
            int files) {
        this(
                tenant,
                table,
                snapshotId,
                committedAt,
                slice,
                state,
                Optional.empty(),
                rows,
                bytes,
                files,
                Optional.empty());
    }
}
