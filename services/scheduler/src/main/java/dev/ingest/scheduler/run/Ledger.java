package dev.ingest.scheduler.run;

import java.util.Optional;

/**
 * What became of the records that a run fetched for a stream: each was written, dropped because a newer one of the same key came
 * with it, or put aside. As the commits tell it; slices that were not committed are not in it.
 *
 * @param reported records that the API said there are, where it did for each committed slice; missing where it is unknown. Filters of
 *     the manifest, and what changes while it is read, make it another number than what was fetched
 * @param fetched records that arrived
 * @param deduplicated records that a newer one of the same key, or a deletion, took the place of
 * @param committed records that are rows now
 * @param deadLettered records that fit no row
 */
public record Ledger(Optional<Long> reported, long fetched, long deduplicated, long committed, long deadLettered) {
    static Ledger of(RunStream row) {
        boolean known = row.committed > 0 && row.reportedSlices == row.committed;
        return new Ledger(
                known ? Optional.of(row.reported) : Optional.empty(),
                row.fetched,
                row.fetched - row.deadLettered - row.written,
                row.written,
                row.deadLettered);
    }

    /**
     * Whether nothing is missing and nothing came from nowhere.
     *
     * @param keyed whether records of the same key replace each other
     */
    boolean balances(boolean keyed) {
        return keyed ? deduplicated >= 0 : deduplicated == 0;
    }
}
