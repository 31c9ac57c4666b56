package dev.ingest.contracts.destination;

import java.util.Optional;

/** Where a destination's files are, and who opens them. */
public sealed interface StorageSpec {
    /**
     * Wherever the catalog says; it gives temporary keys for each table, or signs each request.
     *
     * @param region that requests are signed for, where the catalog does not say
     */
    record ByCatalog(Optional<String> region) implements StorageSpec {}

    /**
     * A part of a bucket.
     *
     * @param bucket its name
     * @param prefix what every key begins with, with a slash at its end unless it is empty
     * @param region that requests are signed for
     * @param endpoint a store other than Amazon's
     * @param pathStyle whether the bucket is part of the path and not of the host name
     * @param kmsKey ARN of the key that files are encrypted with; none for the bucket's own default
     * @param role ARN of the role to assume; none where the credential has keys
     */
    record S3(
            String bucket,
            String prefix,
            Optional<String> region,
            Optional<String> endpoint,
            boolean pathStyle,
            Optional<String> kmsKey,
            Optional<String> role)
            implements StorageSpec {
        /** {@code s3://bucket/prefix}, without a slash at its end. */
        public String location() {
            return "s3://" + bucket + (prefix.isEmpty() ? "" : "/" + prefix.substring(0, prefix.length() - 1));
        }
    }
}
