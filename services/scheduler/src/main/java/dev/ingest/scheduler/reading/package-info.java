/** What masking answers, under the page's own origin: a browser's session is with the scheduler alone. */
@NullMarked
package dev.ingest.scheduler.reading;

import org.jspecify.annotations.NullMarked;
