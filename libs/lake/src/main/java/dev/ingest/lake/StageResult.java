package dev.ingest.lake;

import java.util.List;

/** What became of the pages of an attempt. */
public sealed interface StageResult {

    /**
     * They are on the attempt's branch, now or from before.
     *
     * @param pages and {@code records} on the branch in all
     * @param rejections of the pages that were new
     */
    record Staged(long pages, long records, List<Rejection> rejections) implements StageResult {
        public Staged {
            rejections = List.copyOf(rejections);
        }
    }

    /** They came too late: another attempt has begun. */
    record Superseded(String newerAttempt) implements StageResult {}

    /** They came too late: the slice is on main. */
    record AlreadyPublished() implements StageResult {}
}
