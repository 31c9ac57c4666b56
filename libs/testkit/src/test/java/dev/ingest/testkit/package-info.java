@NullMarked
package dev.ingest.testkit;

import org.jspecify.annotations.NullMarked;
