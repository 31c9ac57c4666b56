/** From what the control plane says of a destination to an open lake: the same for whoever reads and whoever writes. */
@NullMarked
package dev.ingest.destination;

import org.jspecify.annotations.NullMarked;
