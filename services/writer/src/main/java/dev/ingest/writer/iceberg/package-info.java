/** Where tenants' tables are, and how to open them. */
@NullMarked
package dev.ingest.writer.iceberg;

import org.jspecify.annotations.NullMarked;
