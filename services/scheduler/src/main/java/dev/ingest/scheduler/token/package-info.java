/** Ingest tokens that we issue. */
@NullMarked
package dev.ingest.scheduler.token;

import org.jspecify.annotations.NullMarked;
