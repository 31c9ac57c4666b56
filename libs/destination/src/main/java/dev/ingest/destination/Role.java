package dev.ingest.destination;

/**
 * A tenant's role, as it is assumed.
 *
 * @param arn of the role
 * @param externalId the tenant's
 * @param session its name in the tenant's own audit trail
 * @param policy JSON: what the session may do, whatever the role may
 */
record Role(String arn, String externalId, String session, String policy) {}
