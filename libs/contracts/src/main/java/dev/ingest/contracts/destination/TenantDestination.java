package dev.ingest.contracts.destination;

import dev.ingest.contracts.config.DestinationSpec;
import java.util.List;
import java.util.Optional;

/** A destination as its tenant means it: the one place that knows which properties there are. */
public sealed interface TenantDestination {
    /** The kinds, as they are written. */
    List<String> KINDS = List.of(DestinationSpec.MANAGED, "jdbc", "rest", "glue");

    /** What AWS takes with a call of {@code AssumeRole}, in characters. */
    int SESSION_POLICY_MAX = 2048;

    /** The platform's own catalog and warehouse. */
    record Managed() implements TenantDestination {}

    /** The tenant's own catalog and files. */
    record Own(CatalogSpec catalog, StorageSpec storage) implements TenantDestination {
        /** Its bucket, where it has one of its own. */
        public Optional<StorageSpec.S3> bucket() {
            return switch (storage) {
                case StorageSpec.S3 s3 -> Optional.of(s3);
                case StorageSpec.ByCatalog ignored -> Optional.empty();
            };
        }

        /** Of a session in the role. */
        private void requireShortPolicy() {
            int length = Rights.ofRole(this).length();
            if (bucket().flatMap(StorageSpec.S3::role).isPresent() && length > SESSION_POLICY_MAX) {
                throw new IllegalArgumentException(
                        "properties.role: the policy of a session in it has %d characters (expected: at most %d, with a shorter prefix of the bucket)"
                                .formatted(length, SESSION_POLICY_MAX));
            }
        }
    }

    /**
     * Reads kind and properties.
     *
     * @throws IllegalArgumentException naming the field that is wrong, with its value and what was expected
     */
    static TenantDestination of(DestinationSpec spec) {
        Fields fields = new Fields(spec.properties());
        TenantDestination read =
                switch (spec.kind()) {
                    case DestinationSpec.MANAGED -> new Managed();
                    case "jdbc" -> new Own(KindReader.jdbc(fields), KindReader.bucket(fields, "warehouse"));
                    case "rest" -> new Own(KindReader.rest(fields), KindReader.storageOfRest(fields));
                    case "glue" -> new Own(KindReader.glue(fields), KindReader.bucket(fields, "warehouse"));
                    default ->
                        throw new IllegalArgumentException("kind: '%s' (expected: %s or %s)"
                                .formatted(
                                        spec.kind(),
                                        String.join(", ", KINDS.subList(0, KINDS.size() - 1)),
                                        KINDS.getLast()));
                };
        fields.requireNoMore(spec.kind());
        if (read instanceof Own own) {
            own.requireShortPolicy();
        }
        return read;
    }
}
