/** Trying a connector out: what the scheduler asks the executor, which alone calls APIs. */
@NullMarked
package dev.ingest.contracts.trial;

import org.jspecify.annotations.NullMarked;
