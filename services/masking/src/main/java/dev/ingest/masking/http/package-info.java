/** The tables that a tenant's people read. */
@NullMarked
package dev.ingest.masking.http;

import org.jspecify.annotations.NullMarked;
