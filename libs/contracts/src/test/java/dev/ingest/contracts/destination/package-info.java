@NullMarked
package dev.ingest.contracts.destination;

import org.jspecify.annotations.NullMarked;
