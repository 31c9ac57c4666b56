/** A real broker in this process, and the topics of the product. */
@NullMarked
package dev.ingest.local.kafka;

import org.jspecify.annotations.NullMarked;
