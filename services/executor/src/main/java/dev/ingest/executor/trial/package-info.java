/** Trying a connector out: check, discover, read a few records. Nothing is kept and nothing lands in a table. */
@NullMarked
package dev.ingest.executor.trial;

import org.jspecify.annotations.NullMarked;
