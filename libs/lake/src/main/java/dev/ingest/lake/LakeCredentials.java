package dev.ingest.lake;

import java.util.Optional;

/** What opens a destination: kept apart from it, never printed. */
public record LakeCredentials(Optional<Login> catalog, Optional<Login> storage) {

    /**
     * @param id user name or access key id
     * @param secret password or secret access key
     */
    public record Login(String id, String secret) {
        @Override
        public String toString() {
            return "Login[hidden]";
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
