package dev.ingest.contracts.event;

import dev.ingest.contracts.TableRef;

/**
 * Everything of a table that waited since {@link TableParked} is in it.
 *
 * @param tenant whose table
 * @param table the table
 */
public record TableCaughtUp(String tenant, TableRef table) implements Fact {}
