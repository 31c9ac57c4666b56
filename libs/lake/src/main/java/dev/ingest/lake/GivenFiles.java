package dev.ingest.lake;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.iceberg.aws.s3.S3FileIOProperties;
import org.apache.iceberg.io.StorageCredential;

/** A table's files, opened with what its catalog gives: keys that end, or a signature for each request. */
final class GivenFiles extends S3Files {

    /** What a catalog may say about how files are written; classes to load are not among it. */
    private static final Set<String> SETTINGS = Set.of(
            S3FileIOProperties.SSE_TYPE,
            S3FileIOProperties.SSE_KEY,
            S3FileIOProperties.CHECKSUM_ENABLED,
            S3FileIOProperties.WRITE_STORAGE_CLASS,
            S3FileIOProperties.DELETE_BATCH_SIZE);

    private final GivenAccess access;

    GivenFiles(Map<String, String> settings, CatalogClient catalog, Network network) {
        var given = new GivenAccess(settings, catalog);
        super(() -> given.client(network));
        this.access = given;
        var allowed = new HashMap<>(settings);
        allowed.keySet().retainAll(SETTINGS);
        initialize(S3.fileSettings(allowed));
    }

    @Override
    public void setCredentials(List<StorageCredential> credentials) {
        access.take(credentials);
    }
}
