package dev.ingest.gateway.online;

/**
 * Whose rows.
 *
 * @param tenant the tenant
 * @param name the feature view's name
 * @param version its version
 */
public record ViewId(String tenant, String name, String version) {}
