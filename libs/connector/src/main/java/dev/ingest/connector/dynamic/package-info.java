/** Streams that a manifest makes from templates once there is a configuration. */
@NullMarked
package dev.ingest.connector.dynamic;

import org.jspecify.annotations.NullMarked;
