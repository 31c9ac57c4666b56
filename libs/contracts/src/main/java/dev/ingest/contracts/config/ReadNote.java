package dev.ingest.contracts.config;

/**
 * Somebody reads what no mask covers: to be in the tenant's audit log before they get it.
 *
 * @param actor who reads
 * @param kind the kind of thing
 * @param subject the thing's name
 */
public record ReadNote(String actor, String kind, String subject) {}
