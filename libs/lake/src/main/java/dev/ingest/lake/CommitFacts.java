package dev.ingest.lake;

import java.time.Instant;
import java.util.Optional;

/**
 * What one of our commits on main did, as its snapshot says: the same whenever it is read.
 *
 * @param commitId of the logical commit, whatever the number of tries it took
 * @param slice present on the publish of a slice
 * @param refresh present on the swap of a full refresh
 * @param cursorState the cursor that the slice reached, as the publisher gave it
 * @param rest what the slice left for another, as the publisher gave it
 * @param records received, rejected and superseded ones included
 * @param rowsWritten rows in the added files that readers see
 * @param rowsDeleted rows of earlier commits that this one removed or replaced
 * @param bytesWritten size of the added data files
 * @param offsets of pushed messages up to and including this commit
 */
public record CommitFacts(
        TableId table,
        long snapshotId,
        Instant committedAt,
        Kind kind,
        String commitId,
        Optional<SliceAttempt> slice,
        Optional<Refresh> refresh,
        Optional<String> cursorState,
        Optional<String> rest,
        long records,
        long rejected,
        long rowsWritten,
        long rowsDeleted,
        long filesWritten,
        long bytesWritten,
        Offsets offsets) {

    /** What a commit is for. */
    public enum Kind {
        /** Pushed records. */
        PUSH,
        /** A whole slice, or all slices of a full refresh. */
        PUBLISH,
        /** The table's own books: dead letters and their replay. */
        UPKEEP
    }
}
