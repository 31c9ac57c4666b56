package dev.ingest.contracts.event;

/**
 * Send the table's dead letters through the merge once more.
 *
 * @param request id of the request, for the log
 */
public record ReplayDeadLetters(String request) implements Marker {}
