@NullMarked
package dev.ingest.lake.index;

import org.jspecify.annotations.NullMarked;
