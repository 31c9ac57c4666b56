/** Times as callers write them, made UTC. */
@NullMarked
package dev.ingest.gateway.time;

import org.jspecify.annotations.NullMarked;
