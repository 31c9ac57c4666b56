package dev.ingest.lake;

/**
 * What a full refresh must consist of.
 *
 * @param slices how many
 * @param through the greatest of their numbers
 * @param records in all of them, rejected ones included
 */
public record Collected(long slices, long through, long records) {}
