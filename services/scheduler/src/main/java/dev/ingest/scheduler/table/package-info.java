/** Tables: what the writer must know of each, and whose it is. */
@NullMarked
package dev.ingest.scheduler.table;

import org.jspecify.annotations.NullMarked;
