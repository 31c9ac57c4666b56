/** Drains: which requests of a partition run when, side by side and in order. */
@NullMarked
package dev.ingest.executor.drain;

import org.jspecify.annotations.NullMarked;
