/** Online reads of feature views. Plain Java. */
@NullMarked
package dev.ingest.gateway.query;

import org.jspecify.annotations.NullMarked;
