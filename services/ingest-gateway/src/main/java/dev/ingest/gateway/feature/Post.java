package dev.ingest.gateway.feature;

import java.util.List;

/**
 * A post, cut up but not yet judged.
 *
 * @param body the post's bytes
 * @param dryRun whether to validate only
 * @param diagnostics whether the answer holds timings
 * @param sources the records of each source, in the post's order
 */
record Post(byte[] body, boolean dryRun, boolean diagnostics, List<SourcePost> sources) {
    /**
     * @param name the source's name as the post has it
     * @param records where each record is
     */
    record SourcePost(String name, List<Span> records) {}

    /**
     * A record's bytes within the body.
     *
     * @param from offset of its opening brace
     * @param to offset behind its closing brace
     */
    record Span(int from, int to) {
        int length() {
            return to - from;
        }
    }
}
