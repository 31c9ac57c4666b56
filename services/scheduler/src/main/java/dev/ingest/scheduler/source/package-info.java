/** Stream sources of the gateway: registered schemas. */
@NullMarked
package dev.ingest.scheduler.source;

import org.jspecify.annotations.NullMarked;
