/** Pipelines: which streams of a connector go where, and when. */
@NullMarked
package dev.ingest.scheduler.pipeline;

import org.jspecify.annotations.NullMarked;
