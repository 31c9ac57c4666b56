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
        Optional<Tally> tally)
        implements Fact {

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
