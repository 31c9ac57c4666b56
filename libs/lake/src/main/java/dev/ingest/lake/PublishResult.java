package dev.ingest.lake;

import java.util.Optional;

/** What became of a completed slice. On main it is once at most. */
public sealed interface PublishResult {

    /** By this call. */
    record Published(CommitFacts commit) implements PublishResult {}

    /**
     * By an earlier one.
     *
     * @param commit empty when it has expired from the table's history
     */
    record AlreadyApplied(Optional<CommitFacts> commit) implements PublishResult {}

    /** Not at all: the pages of this attempt made way for those of a newer one, which will be published in its place. */
    record Superseded(String newerAttempt) implements PublishResult {}
}
