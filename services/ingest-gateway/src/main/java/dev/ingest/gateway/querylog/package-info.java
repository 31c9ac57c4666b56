/** The query-log intake: whole posts of query completions, valid or refused. Plain Java. */
@NullMarked
package dev.ingest.gateway.querylog;

import org.jspecify.annotations.NullMarked;
