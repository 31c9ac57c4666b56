/** An API to pull from that behaves as real ones do. */
@NullMarked
package dev.ingest.local.sampleapi;

import org.jspecify.annotations.NullMarked;
