package dev.ingest.gateway.feature;

import java.util.List;

/**
 * What became of one source's records.
 *
 * @param name the source's name as the post has it
 * @param total how many records came
 * @param failures those that were rejected
 * @param views what became of the others in each feature view that consumes the source
 */
record SourceResult(String name, int total, List<Failure> failures, List<ViewResult> views) {
    /**
     * @param index the record's place in the post, from 0
     * @param error why
     */
    record Failure(int index, RecordError error) {}

    /** How many views have not got the records. */
    int failedViews() {
        int failed = 0;
        for (ViewResult view : views) {
            if (view.error().isPresent()) {
                failed++;
            }
        }
        return failed;
    }

    /** Whether every record was accepted, and every view has got them. */
    boolean complete() {
        return failures.isEmpty() && failedViews() == 0;
    }
}
