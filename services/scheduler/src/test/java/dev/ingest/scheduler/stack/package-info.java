/** The service under test, and how to talk to it. */
@NullMarked
package dev.ingest.scheduler.stack;

import org.jspecify.annotations.NullMarked;
