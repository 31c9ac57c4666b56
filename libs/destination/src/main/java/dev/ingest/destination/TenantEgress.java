package dev.ingest.destination;

import dev.ingest.egress.AllowedAddresses;

/** Where each tenant's destinations may be beyond public addresses. */
@FunctionalInterface
interface TenantEgress {
    AllowedAddresses of(String tenant);
}
