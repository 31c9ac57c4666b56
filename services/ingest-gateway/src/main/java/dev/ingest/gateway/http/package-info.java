/** The gateway's doors. */
@NullMarked
package dev.ingest.gateway.http;

import org.jspecify.annotations.NullMarked;
