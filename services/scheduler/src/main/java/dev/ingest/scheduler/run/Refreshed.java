package dev.ingest.scheduler.run;

import dev.ingest.contracts.TableRef;
import dev.ingest.contracts.event.StreamCompleted;

/**
 * A full refresh of which every slice is staged.
 *
 * @param table what it takes the place of
 * @param marker what tells the writer so
 */
public record Refreshed(TableRef table, StreamCompleted marker) {}
