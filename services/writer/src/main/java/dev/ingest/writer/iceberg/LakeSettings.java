package dev.ingest.writer.iceberg;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.util.Optional;

/** The platform's own catalog and warehouse: where destinations of kind {@code managed} are. */
@ConfigMapping(prefix = "ingest.lake")
interface LakeSettings {
    /** The database of the JDBC catalog, without credentials. */
    String jdbcUrl();

    String user();

    String password();

    /** The root; each tenant has the folder of its id below it. */
    String warehouse();

    /**
     * Most destinations kept open; beyond them, the one that was not used for longest is closed. Each keeps a database
     * connection per processor.
     */
    @WithDefault("16")
    int openMax();

    S3 s3();

    /** The store under the warehouse. */
    interface S3 {
        /** An S3 store other than Amazon's, with buckets in the path; none for Amazon's. */
        Optional<String> endpoint();

        String region();

        /** None where the environment grants access. */
        Optional<String> accessKey();

        Optional<String> secretKey();
    }
}
