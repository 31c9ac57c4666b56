/** Tenants: who is on the platform. */
@NullMarked
package dev.ingest.scheduler.tenant;

import org.jspecify.annotations.NullMarked;
