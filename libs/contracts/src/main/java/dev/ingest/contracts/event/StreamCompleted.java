package dev.ingest.contracts.event;

/**
 * Every slice of a full refresh is staged: what the run brought takes the place of what the table holds. A run's branch that does
 * not match the counts is not swapped in.
 *
 * @param of which stream in which run
 * @param slices how many slices the run staged for it
 * @param through the greatest of their numbers: no slice up to it will be asked for again
 * @param records how many records were in them
 * @param bytes how many bytes the source's responses had
 */
public record StreamCompleted(StreamRun of, long slices, long through, long records, long bytes) implements Marker {}
