/** Messages that wait until their table can be committed again. */
@NullMarked
package dev.ingest.writer.parked;

import org.jspecify.annotations.NullMarked;
