@NullMarked
package dev.ingest.platform.trace;

import org.jspecify.annotations.NullMarked;
