/** The bytes of a response to its bodies, one at a time: memory follows a body, never a response. */
@NullMarked
package dev.ingest.connector.decode;

import org.jspecify.annotations.NullMarked;
