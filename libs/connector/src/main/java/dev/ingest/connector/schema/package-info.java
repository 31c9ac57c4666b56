/** JSON schemas of records: asked of the API, combined, or inferred from what came. */
@NullMarked
package dev.ingest.connector.schema;

import org.jspecify.annotations.NullMarked;
