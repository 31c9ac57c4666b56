/** From Kafka messages to commits: what was received, in which steps it is applied, what is told about it. */
@NullMarked
package dev.ingest.writer.drain;

import org.jspecify.annotations.NullMarked;
