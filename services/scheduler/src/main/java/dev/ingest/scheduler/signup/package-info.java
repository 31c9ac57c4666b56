/** Who asks to become a tenant, and what the operator says to that. */
@NullMarked
package dev.ingest.scheduler.signup;

import org.jspecify.annotations.NullMarked;
