/** The parts together: started, stopped, and described to those who use them. */
@NullMarked
package dev.ingest.local.stack;

import org.jspecify.annotations.NullMarked;
