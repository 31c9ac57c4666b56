/** Runs, their slices, and the checkpoints that committed slices reach. */
@NullMarked
package dev.ingest.scheduler.run;

import org.jspecify.annotations.NullMarked;
