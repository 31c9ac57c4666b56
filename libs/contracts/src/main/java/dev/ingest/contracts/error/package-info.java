/** One error model: stable codes and the problem document that carries them. */
@NullMarked
package dev.ingest.contracts.error;

import org.jspecify.annotations.NullMarked;
