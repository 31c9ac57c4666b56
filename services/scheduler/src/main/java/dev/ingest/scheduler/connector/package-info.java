/** Connectors: manifests in versions, and what they say about their streams. */
@NullMarked
package dev.ingest.scheduler.connector;

import org.jspecify.annotations.NullMarked;
