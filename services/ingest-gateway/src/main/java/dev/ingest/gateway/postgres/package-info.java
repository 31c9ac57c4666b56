/** The online store in PostgreSQL. */
@NullMarked
package dev.ingest.gateway.postgres;

import org.jspecify.annotations.NullMarked;
