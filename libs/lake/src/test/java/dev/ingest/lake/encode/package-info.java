@NullMarked
package dev.ingest.lake.encode;

import org.jspecify.annotations.NullMarked;
