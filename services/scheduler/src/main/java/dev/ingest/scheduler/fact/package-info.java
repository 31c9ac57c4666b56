/** What the other services tell: facts in, runs and counters moved. */
@NullMarked
package dev.ingest.scheduler.fact;

import org.jspecify.annotations.NullMarked;
