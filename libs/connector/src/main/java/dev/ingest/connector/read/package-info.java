/** Reading a slice: partitions, pages, records, cursors. */
@NullMarked
package dev.ingest.connector.read;

import org.jspecify.annotations.NullMarked;
