/** The newest row of each entity, for reads within milliseconds. Plain Java: a port. */
@NullMarked
package dev.ingest.gateway.online;

import org.jspecify.annotations.NullMarked;
