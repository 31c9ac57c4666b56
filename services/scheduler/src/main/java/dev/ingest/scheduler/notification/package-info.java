/** Telling whoever wants to know: by webhook and e-mail, durably, each event once. */
@NullMarked
package dev.ingest.scheduler.notification;

import org.jspecify.annotations.NullMarked;
