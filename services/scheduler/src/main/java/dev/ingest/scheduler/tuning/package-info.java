/** How much of a stream is done at once. */
@NullMarked
package dev.ingest.scheduler.tuning;

import org.jspecify.annotations.NullMarked;
