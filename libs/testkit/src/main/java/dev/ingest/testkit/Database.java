package dev.ingest.testkit;

/**
 * A database of the control plane's kind.
 *
 * @param jdbcUrl {@code jdbc:postgresql://…}, without credentials
 * @param reactiveUrl {@code postgresql://…}, without credentials
 * @param ownerUser owns the tables: migrations log in as it
 * @param appUser reads and writes rows, and row-level security holds for it
 */
public record Database(
        String jdbcUrl,
        String reactiveUrl,
        String ownerUser,
        String ownerPassword,
        String appUser,
        String appPassword) {}
