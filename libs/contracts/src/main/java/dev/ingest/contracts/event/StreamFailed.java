package dev.ingest.contracts.event;

/**
 * What a run staged for a stream was not swapped in, and will not be: the table holds what it held.
 *
 * @param tenant whose run
 * @param of which stream in which run
 * @param kind who has to act
 * @param message what to fix
 */
public record StreamFailed(String tenant, StreamRun of, SliceFailed.Kind kind, String message) implements Fact {}
