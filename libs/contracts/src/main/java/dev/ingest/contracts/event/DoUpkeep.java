package dev.ingest.contracts.event;

/**
 * Look after the table, although no records came: merge its files, forget old snapshots, remove what nothing refers to.
 *
 * @param request id of the request, for the log
 */
public record DoUpkeep(String request) implements Marker {}
