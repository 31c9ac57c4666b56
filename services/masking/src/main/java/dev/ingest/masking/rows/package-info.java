/** Reading rows through a caller's eyes. Plain Java on the lake. */
@NullMarked
package dev.ingest.masking.rows;

import org.jspecify.annotations.NullMarked;
