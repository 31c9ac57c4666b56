/** What the platform's REST client has to be told. */
@NullMarked
package dev.ingest.writer.http;

import org.jspecify.annotations.NullMarked;
