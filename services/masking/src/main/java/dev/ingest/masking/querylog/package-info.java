/** Searching the query log through a caller's eyes. Plain Java on the lake. */
@NullMarked
package dev.ingest.masking.querylog;

import org.jspecify.annotations.NullMarked;
