package dev.ingest.lake;

import java.util.Optional;

/** What became of a completed slice. Either way it is on main, once. */
public sealed interface PublishResult {

    /** By this call. */
    record Published(CommitFacts commit) implements PublishResult {}

    /**
     * By an earlier one.
     *
     * @param commit empty when it has expired from the table's history
     */
    record AlreadyApplied(Optional<CommitFacts> commit) implements PublishResult {}
}
