/** Who sees what: policies and masks. Plain Java. */
@NullMarked
package dev.ingest.masking.mask;

import org.jspecify.annotations.NullMarked;
