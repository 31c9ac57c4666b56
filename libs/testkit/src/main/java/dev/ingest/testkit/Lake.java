package dev.ingest.testkit;

/**
 * A database for an Iceberg JDBC catalog.
 *
 * @param jdbcUrl without credentials
 */
public record Lake(String jdbcUrl, String user, String password) {}
