/** How many posts a tenant and a token may make, at all pods together. Plain Java; the store is a port. */
@NullMarked
package dev.ingest.gateway.rate;

import org.jspecify.annotations.NullMarked;
