/** One slice: from a request to pages, a marker and a fact. */
@NullMarked
package dev.ingest.executor.slice;

import org.jspecify.annotations.NullMarked;
