package dev.ingest.lake;

import java.util.Optional;

/**
 * What opens a destination: kept apart from it, never printed.
 *
 * @param storage none for local files, for what the catalog itself opens, and for S3 in the process's own name
 */
public record LakeCredentials(Optional<CatalogKey> catalog, Optional<StorageKey> storage) {

    /** What a catalog asks for. */
    public sealed interface CatalogKey {}

    /** What a store asks for. */
    public sealed interface StorageKey {}

    /**
     * Stays the same until someone changes it.
     *
     * @param id user name, client id or access key id
     * @param secret password, client secret or secret access key
     */
    public record Login(String id, String secret) implements CatalogKey, StorageKey {
        @Override
        public String toString() {
            return "Login[hidden]";
        }
    }

    /** A bearer token of a REST catalog. */
    public record Token(String value) implements CatalogKey {
        @Override
        public String toString() {
            return "Token[hidden]";
        }
    }

    /**
     * Keys that end. They are asked for before each request: whoever gives them renews them in time. Two sessions that open the
     * same place are to be equal.
     */
    public non-sealed interface Session extends StorageKey {
        /** The keys of now; what it throws is what the request fails with. */
        SessionKeys keys();
    }

    /** Keys of a session. */
    public record SessionKeys(String id, String secret, String token) {
        @Override
        public String toString() {
            return "SessionKeys[hidden]";
        }
    }

    /** For local files and a database that asks nothing; for S3, whatever the process's environment grants. */
    public static LakeCredentials none() {
        return new LakeCredentials(Optional.empty(), Optional.empty());
    }

    @Override
    public String toString() {
        return "LakeCredentials[hidden]";
    }
}
