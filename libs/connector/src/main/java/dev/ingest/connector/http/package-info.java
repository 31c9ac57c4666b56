/** One request to an API: authentication, time-outs, redirects, error handling, waits. */
@NullMarked
package dev.ingest.connector.http;

import org.jspecify.annotations.NullMarked;
