@NullMarked
package dev.ingest.local.stack;

import org.jspecify.annotations.NullMarked;
