/** Rows behind row-level security. */
@NullMarked
package dev.ingest.scheduler.postgres;

import org.jspecify.annotations.NullMarked;
