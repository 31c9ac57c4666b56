package dev.ingest.contracts.event;

/**
 * What became of the records of one commit. Those that are neither rejected nor written were superseded by others of their key.
 *
 * @param fetched records that arrived
 * @param rejected records that fit no row
 * @param written rows that readers see
 */
public record Tally(long fetched, long rejected, long written) {}
