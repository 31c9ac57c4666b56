package dev.ingest.contracts.event;

/**
 * What one run does for one stream.
 *
 * @param pipeline name of the pipeline
 * @param run id of the run
 * @param stream name of the stream
 */
public record StreamRun(String pipeline, String run, String stream) {}
