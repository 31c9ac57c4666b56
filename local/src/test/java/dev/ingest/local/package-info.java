@NullMarked
package dev.ingest.local;

import org.jspecify.annotations.NullMarked;
