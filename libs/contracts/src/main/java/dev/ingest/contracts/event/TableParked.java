package dev.ingest.contracts.event;

import dev.ingest.contracts.TableRef;

/**
 * A table cannot be committed now: its records wait, in their order, and nothing of them is lost. Told whenever more of them are
 * put aside.
 *
 * @param tenant whose table
 * @param table the table
 * @param kind who has to act
 * @param reason what keeps it from being committed
 */
public record TableParked(String tenant, TableRef table, SliceFailed.Kind kind, String reason) implements Fact {}
