package dev.ingest.contracts.event;

/**
 * One try of a slice.
 *
 * @param pipeline name of the pipeline
 * @param run id of the run
 * @param stream name of the stream inside the connector
 * @param slice id of the slice, the same for each of its attempts
 * @param number the slice's number within its stream, from 1, without gaps
 * @param attempt a ULID minted by the executor for this try: the greater one supersedes
 */
public record SliceAttempt(String pipeline, String run, String stream, String slice, long number, String attempt) {}
