/** The merge engine: batches of records become commits of Iceberg tables, exactly once. */
@NullMarked
package dev.ingest.lake;

import org.jspecify.annotations.NullMarked;
