/** Credentials: names and keys here, values in the secret store. */
@NullMarked
package dev.ingest.scheduler.credential;

import org.jspecify.annotations.NullMarked;
