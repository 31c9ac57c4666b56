/** The configuration that the other services read. */
@NullMarked
package dev.ingest.scheduler.configuration;

import org.jspecify.annotations.NullMarked;
