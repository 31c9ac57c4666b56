/** Runs the language-neutral cases of {@code src/test/resources/conformance}. */
@NullMarked
package dev.ingest.connector.conformance;

import org.jspecify.annotations.NullMarked;
