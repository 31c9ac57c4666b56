/** From accepted records to envelopes that are durable. Plain Java. */
@NullMarked
package dev.ingest.gateway.envelope;

import org.jspecify.annotations.NullMarked;
