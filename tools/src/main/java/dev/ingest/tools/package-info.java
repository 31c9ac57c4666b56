/** {@code ./ingest connector …}: commands for whoever writes a connector. */
@NullMarked
package dev.ingest.tools;

import org.jspecify.annotations.NullMarked;
