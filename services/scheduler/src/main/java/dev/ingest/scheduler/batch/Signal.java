package dev.ingest.scheduler.batch;

import java.time.Duration;

/**
 * What one drain tells of one stream.
 *
 * @param outcome how it ended for the stream
 * @param batch the batch size that it worked with
 * @param records records of the stream that it worked on
 * @param peakMemoryBytes memory that the drain needed
 * @param memoryLimitBytes what the process may use, or zero if it was not told
 * @param longest how long the longest piece of the stream's work took
 * @param deadline how long a drain may take, or zero if it was not told
 */
public record Signal(
        Outcome outcome,
        int batch,
        long records,
        long peakMemoryBytes,
        long memoryLimitBytes,
        Duration longest,
        Duration deadline) {

    /** How a drain ended for a stream. */
    public enum Outcome {
        WORKED,
        FAILED,
        /** A piece of the stream's work was cut off. */
        TIMED_OUT,
        OUT_OF_MEMORY,
        /** It started and never told its end: it ran out of time or memory. */
        LOST;

        /** Whether it counts as an error. */
        public boolean isError() {
            return this != WORKED;
        }

        /** Whether the batch was too much for the process. */
        boolean isTooMuch() {
            return switch (this) {
                case WORKED, FAILED -> false;
                case TIMED_OUT, OUT_OF_MEMORY, LOST -> true;
            };
        }
    }

    /** The part of the memory that was in use, from 0. */
    public double memory() {
        return share(peakMemoryBytes, memoryLimitBytes);
    }

    /** The part of a drain's time that the longest piece took, from 0. */
    public double time() {
        return share(longest.toMillis(), deadline.toMillis());
    }

    private static double share(long part, long whole) {
        return whole <= 0 ? 0 : (double) part / whole;
    }
}
