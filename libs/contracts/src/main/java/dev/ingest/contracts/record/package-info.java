/** How records travel on {@code ingest.records}. */
@NullMarked
package dev.ingest.contracts.record;

import org.jspecify.annotations.NullMarked;
