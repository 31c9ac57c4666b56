/** Who sees what: policies and masks. Plain Java. */
@NullMarked
package dev.ingest.platform.mask;

import org.jspecify.annotations.NullMarked;
