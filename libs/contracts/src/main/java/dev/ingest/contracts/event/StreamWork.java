package dev.ingest.contracts.event;

import dev.ingest.contracts.TableRef;
import java.time.Duration;
import java.util.Optional;

/**
 * What one drain did for one stream.
 *
 * @param tenant whose stream
 * @param table the table that the stream becomes
 * @param batch the greatest batch size that it was worked on with; none as long as nothing was done for it
 * @param records records that were worked on
 * @param longest how long the longest piece of its work took: a slice that ended by itself, a commit
 * @param outcome the worst that happened to it
 */
public record StreamWork(
        String tenant, TableRef table, Optional<Integer> batch, long records, Duration longest, Outcome outcome) {

    /** What became of a stream in a drain, from good to bad. */
    public enum Outcome {
        /** The drain has read messages of it, and done nothing for it yet. */
        MET,
        WORKED,
        FAILED,
        /** A piece of its work did not come back in its time, and was cut off. */
        TIMED_OUT
    }
}
