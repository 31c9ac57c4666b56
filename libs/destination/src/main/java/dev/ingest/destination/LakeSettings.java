package dev.ingest.destination;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithName;
import java.nio.file.Path;
import java.util.Optional;

/** The platform's own catalog and warehouse. */
@ConfigMapping(prefix = "ingest.lake")
public interface LakeSettings {
    /** The catalog database, {@code jdbc:postgresql://host:port/database}. */
    String jdbcUrl();

    /** None where the database asks for none. */
    Optional<String> user();

    /** None where the database asks for none. */
    Optional<String> password();

    /** Root of all tenants' warehouses. */
    @WithDefault("s3://warehouse")
    String warehouse();

    /** A store other than Amazon's. */
    @WithName("s3-endpoint")
    Optional<String> endpoint();

    /** The region that requests are signed for; none to take it from the environment. */
    @WithName("s3-region")
    Optional<String> region();

    /** None where the service's own identity opens the store. */
    @WithName("s3-access-key")
    Optional<String> accessKey();

    /** Goes with the access key. */
    @WithName("s3-secret-key")
    Optional<String> secretKey();

    /**
     * Most destinations kept open; beyond them, the one that was not used for longest is closed. Each keeps a database
     * connection per processor.
     */
    @WithDefault("16")
    int openMax();

    /**
     * Bytes of local disk for the keys of large files, for tables whose batches touch rows anywhere; 0 for none. A row takes about
     * 50. It is a disposable copy, which each process makes anew.
     */
    @WithDefault("1073741824")
    long keyIndexMaxBytes();

    /** Where the process makes a folder for them. */
    @WithDefault("${java.io.tmpdir}")
    Path keyIndexFolder();
}
