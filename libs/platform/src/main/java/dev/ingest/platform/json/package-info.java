/** One JSON dialect for REST and Kafka. */
@NullMarked
package dev.ingest.platform.json;

import org.jspecify.annotations.NullMarked;
