package dev.ingest.gateway.feature;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The answer to a post whose accepted records are durable.
 *
 * @param sources what became of each source, in the post's order
 * @param diagnostics timings, if the post asked for them
 */
public record IngestAnswer(List<SourceResult> sources, Optional<Diagnostics> diagnostics) {
    /**
     * @param total from the body's last byte to the answer
     * @param validate parsing and judging
     * @param durable waiting for acknowledgement; zero for a dry run
     * @param online writing to the feature views, of which the online store decides; zero for a dry run
     */
    record Diagnostics(Duration total, Duration validate, Duration durable, Duration online) {}

    /** Whether every record was accepted, and every feature view has got them. */
    public boolean complete() {
        // a loop: each post is asked
        for (SourceResult source : sources) {
            if (!source.complete()) {
                return false;
            }
        }
        return true;
    }
}
