package dev.ingest.scheduler.run;

import dev.ingest.contracts.event.SliceRequested;
import java.time.Instant;
import java.util.List;

/**
 * Due slices that this process puts on Kafka.
 *
 * @param messages what to ask for, in the order of the data
 * @param at when they were claimed
 * @param until when somebody else may have them, if they are still due
 * @param more whether there may be more that are due
 */
record Claim(List<SliceRequested> messages, Instant at, Instant until, boolean more) {}
