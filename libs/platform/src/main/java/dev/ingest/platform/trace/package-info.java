/** Traces: from a request to its commit, told in OpenTelemetry's form to whoever the operator names. */
@NullMarked
package dev.ingest.platform.trace;

import org.jspecify.annotations.NullMarked;
