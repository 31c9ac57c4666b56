/** What a tenant declares, as one document: applied whole or not at all, compared, and told. */
@NullMarked
package dev.ingest.scheduler.declared;

import org.jspecify.annotations.NullMarked;
