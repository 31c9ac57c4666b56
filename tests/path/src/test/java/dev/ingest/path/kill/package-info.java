/** The writer's process, killed at every step of a drain that can be seen from outside. */
@NullMarked
package dev.ingest.path.kill;

import org.jspecify.annotations.NullMarked;
