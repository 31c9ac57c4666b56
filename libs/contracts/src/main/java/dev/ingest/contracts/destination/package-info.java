/** A tenant's destination, read once: where its catalog and its files are, how they are opened, and which rights that takes. */
@NullMarked
package dev.ingest.contracts.destination;

import org.jspecify.annotations.NullMarked;
