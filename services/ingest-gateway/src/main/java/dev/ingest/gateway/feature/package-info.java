/** The hot path of the Feature Store Ingest API: bytes in, verdicts and envelopes out. Plain Java, no framework. */
@NullMarked
package dev.ingest.gateway.feature;

import org.jspecify.annotations.NullMarked;
