/** Destinations: where a tenant's tables are. */
@NullMarked
package dev.ingest.scheduler.destination;

import org.jspecify.annotations.NullMarked;
