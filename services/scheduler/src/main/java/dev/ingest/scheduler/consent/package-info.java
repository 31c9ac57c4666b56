/** Granting access in a browser: a user is sent to the API, comes back with a code, and the executor makes a credential of it. */
@NullMarked
package dev.ingest.scheduler.consent;

import org.jspecify.annotations.NullMarked;
