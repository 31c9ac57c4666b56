/** Events, ids, topics and error codes that the services share. */
@NullMarked
package dev.ingest.contracts;

import org.jspecify.annotations.NullMarked;
