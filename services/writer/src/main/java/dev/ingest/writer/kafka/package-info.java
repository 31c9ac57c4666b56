/** What the platform's Kafka clients do not do. */
@NullMarked
package dev.ingest.writer.kafka;

import org.jspecify.annotations.NullMarked;
