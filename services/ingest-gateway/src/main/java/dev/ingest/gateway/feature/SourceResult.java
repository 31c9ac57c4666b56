package dev.ingest.gateway.feature;

import java.util.List;

/**
 * What became of one source's records.
 *
 * @param name the source's name as the post has it
 * @param total how many records came
 * @param failures those that were rejected
 */
record SourceResult(String name, int total, List<Failure> failures) {
    /**
     * @param index the record's place in the post, from 0
     * @param error why
     */
    record Failure(int index, RecordError error) {}
}
