package dev.ingest.scheduler.run;

/**
 * What became of the records that a run fetched for a stream: each was written, dropped because a newer one of the same key came
 * with it, or put aside. As the commits tell it; slices that were not committed are not in it.
 *
 * @param fetched records that arrived
 * @param deduplicated records that a newer one of the same key, or a deletion, took the place of
 * @param committed records that are rows now
 * @param deadLettered records that fit no row
 */
public record Ledger(long fetched, long deduplicated, long committed, long deadLettered) {
    static Ledger of(RunStream row) {
        return new Ledger(row.fetched, row.fetched - row.deadLettered - row.written, row.written, row.deadLettered);
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
