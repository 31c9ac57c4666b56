@NullMarked
package dev.ingest.tools;

import org.jspecify.annotations.NullMarked;
