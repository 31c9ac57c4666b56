/** A real PostgreSQL as a child process, with the roles and databases of the product. */
@NullMarked
package dev.ingest.local.postgres;

import org.jspecify.annotations.NullMarked;
