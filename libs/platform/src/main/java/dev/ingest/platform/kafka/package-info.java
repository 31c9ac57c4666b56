/** Events to Kafka and back, and the wakeups that follow them. */
@NullMarked
package dev.ingest.platform.kafka;

import org.jspecify.annotations.NullMarked;
