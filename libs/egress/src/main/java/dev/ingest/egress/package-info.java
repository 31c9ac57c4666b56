/** The rule for addresses that a service connects to because a tenant named them: manifests, destinations, webhooks. */
@NullMarked
package dev.ingest.egress;

import org.jspecify.annotations.NullMarked;
