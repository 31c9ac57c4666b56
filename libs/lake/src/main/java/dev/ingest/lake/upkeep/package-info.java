/**
 * Keeps tables fast and small: merges small files, drops deleted rows, forgets old snapshots, removes what nothing refers to.
 * Done by a table's owner, in turn with its merges, in steps that fit a deadline.
 */
@NullMarked
package dev.ingest.lake.upkeep;

import org.jspecify.annotations.NullMarked;
