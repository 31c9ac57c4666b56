/**
 * From JSON bytes to Parquet columns: records on a tape of primitive cells, and the files that they become. It knows schemas and
 * bytes, and nothing of tables, commits or reasons.
 */
@NullMarked
package dev.ingest.lake.encode;

import org.jspecify.annotations.NullMarked;
