package org.apache.iceberg.aws.glue;

import java.util.Map;
import org.apache.iceberg.TableOperations;
import org.apache.iceberg.aws.AwsProperties;
import org.apache.iceberg.aws.s3.S3FileIOProperties;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.io.FileIO;
import org.jspecify.annotations.NullUnmarked;
import software.amazon.awssdk.services.glue.GlueClient;
import software.amazon.awssdk.services.glue.model.UpdateTableRequest;

/** Iceberg's catalog in AWS Glue, with a client and files that are given: nothing is looked up by class name. */
@NullUnmarked // Iceberg's own classes of this package take nulls for what is not there
public final class GlueTables extends GlueCatalog {

    private final String name;
    private final GlueClient glue;
    private final FileIO files;
    private final AwsProperties settings;
    private final Map<String, String> properties;

    /**
     * Takes over the client, which is closed with it, and uses the files, which are not.
     *
     * @param warehouse where new tables are that have no location of their own
     */
    public GlueTables(String name, String warehouse, GlueClient glue, FileIO files, Map<String, String> properties) {
        requireVersions();
        this.name = name;
        this.glue = glue;
        this.files = files;
        Map<String, String> copied = Map.copyOf(properties);
        var read = new AwsProperties(copied);
        this.properties = copied;
        this.settings = read;
        super();
        initialize(name, warehouse, read, new S3FileIOProperties(), glue, NO_LOCK, copied);
    }

    /** Glue itself refuses a commit on top of another, given the version that it is made for. */
    private static final org.apache.iceberg.LockManager NO_LOCK = null;

    @Override
    protected TableOperations newTableOps(TableIdentifier table) {
        return new GlueTableOperations(glue, NO_LOCK, name, settings, properties, null, table) {
            @Override
            public FileIO io() {
                return files;
            }
        };
    }

    /** Iceberg finds by name how to tell the version, and goes on without it where that fails: commits would be lost. */
    private static void requireVersions() {
        try {
            var ignored = UpdateTableRequest.Builder.class.getMethod("versionId", String.class);
        } catch (NoSuchMethodException missing) {
            throw new IllegalStateException("UpdateTableRequest.Builder.versionId cannot be called", missing);
        }
    }
}
