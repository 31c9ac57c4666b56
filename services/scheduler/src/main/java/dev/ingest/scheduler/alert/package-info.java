/** What somebody has to look at. */
@NullMarked
package dev.ingest.scheduler.alert;

import org.jspecify.annotations.NullMarked;
