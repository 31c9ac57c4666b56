/** Self-tuning: batch sizes as drains' reports ask for them. */
@NullMarked
package dev.ingest.scheduler.batch;

import org.jspecify.annotations.NullMarked;
