/** Masking policies: who may see which personal column, and how. */
@NullMarked
package dev.ingest.scheduler.policy;

import org.jspecify.annotations.NullMarked;
