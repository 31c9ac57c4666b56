/** What the writer's tests run on. */
@NullMarked
package dev.ingest.writer.stack;

import org.jspecify.annotations.NullMarked;
