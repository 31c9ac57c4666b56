package dev.ingest.scheduler.run;

/**
 * A stream of something that has streams.
 *
 * @param of the name of a pipeline, or the id of a run
 * @param stream the stream's name
 */
record StreamKey(String of, String stream) {}
