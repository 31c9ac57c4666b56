/** The services' view of the control plane: configuration with ETags, cached, served stale when the scheduler is away. */
@NullMarked
package dev.ingest.platform.control;

import org.jspecify.annotations.NullMarked;
