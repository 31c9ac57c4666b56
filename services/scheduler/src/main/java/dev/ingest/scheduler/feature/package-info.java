/** Feature views: what is made of a stream source's records. */
@NullMarked
package dev.ingest.scheduler.feature;

import org.jspecify.annotations.NullMarked;
