package dev.ingest.scheduler.destination;

import dev.ingest.contracts.destination.Policy;
import dev.ingest.contracts.destination.Rights;
import dev.ingest.contracts.destination.StorageSpec;
import dev.ingest.contracts.destination.TenantDestination.Own;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.Map;
import java.util.Optional;

/**
 * What a destination's owner sets at AWS, each policy as AWS takes it.
 *
 * @param externalId what the platform says when it assumes a role in this tenant's name
 * @param platformRole what the tenant's role has to trust; none where this installation has no identity at AWS
 * @param role the tenant's role; none where the credential has keys
 * @param trustPolicy of the role
 * @param rolePolicy of the role, or of the user whose keys are in the credential
 * @param bucketPolicy needed where the bucket belongs to another account than the role
 * @param keyPolicy a statement for the key's policy, needed where the key belongs to another account than the role
 */
@RegisterForReflection
public record AccessView(
        String externalId,
        Optional<String> platformRole,
        Optional<String> role,
        Optional<Map<String, Object>> trustPolicy,
        Optional<Map<String, Object>> rolePolicy,
        Optional<Map<String, Object>> bucketPolicy,
        Optional<Map<String, Object>> keyPolicy) {

    static AccessView of(Own own, String externalId, Optional<String> platformRole) {
        Optional<StorageSpec.S3> bucket = own.bucket();
        Optional<String> role = bucket.flatMap(StorageSpec.S3::role);
        Policy rights = Rights.ofRole(own);
        return new AccessView(
                externalId,
                platformRole,
                role,
                role.flatMap(ignored -> platformRole)
                        .map(platform -> Rights.trust(platform, externalId).json()),
                Optional.of(rights)
                        .filter(policy -> !policy.statements().isEmpty())
                        .map(Policy::json),
                bucket.flatMap(s3 -> role.map(arn -> Rights.ofBucket(s3, arn).json())),
                bucket.flatMap(s3 -> role.flatMap(arn -> Rights.ofKey(s3, arn)).map(Policy::json)));
    }

    /** Of the platform's own catalog and warehouse there is nothing to set. */
    static AccessView nothing(String externalId, Optional<String> platformRole) {
        return new AccessView(
                externalId,
                platformRole,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }
}
