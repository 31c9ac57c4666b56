package dev.ingest.contracts.event;

/**
 * Every slice of a full refresh has been sent.
 *
 * @param pipeline name of the pipeline
 * @param run id of the run
 * @param stream name of the stream
 */
public record StreamCompleted(String pipeline, String run, String stream) implements Marker {}
