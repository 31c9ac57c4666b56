@NullMarked
package dev.ingest.lake;

import org.jspecify.annotations.NullMarked;
