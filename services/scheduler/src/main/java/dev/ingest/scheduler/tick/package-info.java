/** The tick: turns what is due into requests, and makes good what was lost. */
@NullMarked
package dev.ingest.scheduler.tick;

import org.jspecify.annotations.NullMarked;
