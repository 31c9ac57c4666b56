/** What several resources need of HTTP. */
@NullMarked
package dev.ingest.scheduler.http;

import org.jspecify.annotations.NullMarked;
