package dev.ingest.lake;

import java.util.List;
import java.util.Optional;

/**
 * What a push did.
 *
 * @param commit empty when everything was applied before
 * @param before commits still in the table's history that had applied some of these messages already
 * @param rejections of the messages that were new
 */
public record PushResult(Optional<CommitFacts> commit, List<CommitFacts> before, List<Rejection> rejections) {

    public PushResult {
        before = List.copyOf(before);
        rejections = List.copyOf(rejections);
    }
}
