/** What services tell each other over Kafka: facts, commands, and the markers that travel among records. */
@NullMarked
package dev.ingest.contracts.event;

import org.jspecify.annotations.NullMarked;
