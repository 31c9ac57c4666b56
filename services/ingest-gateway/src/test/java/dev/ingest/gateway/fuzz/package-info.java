/** Posts that no one would write by hand. */
@NullMarked
package dev.ingest.gateway.fuzz;

import org.jspecify.annotations.NullMarked;
