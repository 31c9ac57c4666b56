/** How everything of a tenant is, in one call. */
@NullMarked
package dev.ingest.scheduler.overview;

import org.jspecify.annotations.NullMarked;
