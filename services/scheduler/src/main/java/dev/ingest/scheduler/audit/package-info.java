/** Who changed what, when. */
@NullMarked
package dev.ingest.scheduler.audit;

import org.jspecify.annotations.NullMarked;
