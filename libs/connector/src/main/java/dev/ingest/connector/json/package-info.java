/** JSON as values that remember the bytes they came from. */
@NullMarked
package dev.ingest.connector.json;

import org.jspecify.annotations.NullMarked;
