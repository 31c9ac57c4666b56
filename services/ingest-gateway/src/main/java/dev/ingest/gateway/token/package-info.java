/** Tokens that we issued, as their holders send them. Plain Java. */
@NullMarked
package dev.ingest.gateway.token;

import org.jspecify.annotations.NullMarked;
