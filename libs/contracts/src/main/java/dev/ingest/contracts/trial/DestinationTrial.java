package dev.ingest.contracts.trial;

import dev.ingest.contracts.config.DestinationSpec;

/** Try whether a tenant's destination can be used, as whoever writes its tables. */
public record DestinationTrial(String tenant, DestinationSpec destination) {}
