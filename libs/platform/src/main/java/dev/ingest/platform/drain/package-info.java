/** Push to wake, pull to work: two thin doors, one handler that drains a partition. */
@NullMarked
package dev.ingest.platform.drain;

import org.jspecify.annotations.NullMarked;
