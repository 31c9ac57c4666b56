@NullMarked
package dev.ingest.local.state;

import org.jspecify.annotations.NullMarked;
