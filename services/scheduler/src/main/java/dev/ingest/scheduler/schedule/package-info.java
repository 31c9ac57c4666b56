/** When pipelines are due: time zones and their jumps, jitter, blackouts, what was missed. Knows no database and no clock. */
@NullMarked
package dev.ingest.scheduler.schedule;

import org.jspecify.annotations.NullMarked;
