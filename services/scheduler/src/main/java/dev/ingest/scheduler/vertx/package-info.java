/** Leaving the event loop and coming back. */
@NullMarked
package dev.ingest.scheduler.vertx;

import org.jspecify.annotations.NullMarked;
