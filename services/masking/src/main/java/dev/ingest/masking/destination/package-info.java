/** From a table's configured destination to an open lake. */
@NullMarked
package dev.ingest.masking.destination;

import org.jspecify.annotations.NullMarked;
