/** Trying connectors out; the executor does it. */
@NullMarked
package dev.ingest.scheduler.trial;

import org.jspecify.annotations.NullMarked;
