package dev.ingest.lake.glue;

import java.util.Objects;
import java.util.Optional;
import org.apache.iceberg.BaseMetastoreTableOperations;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.exceptions.AlreadyExistsException;
import org.apache.iceberg.exceptions.CommitFailedException;
import org.apache.iceberg.exceptions.CommitStateUnknownException;
import org.apache.iceberg.exceptions.ForbiddenException;
import org.apache.iceberg.exceptions.NoSuchIcebergTableException;
import org.apache.iceberg.exceptions.NoSuchTableException;
import org.apache.iceberg.io.FileIO;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.glue.GlueClient;
import software.amazon.awssdk.services.glue.model.ConcurrentModificationException;
import software.amazon.awssdk.services.glue.model.EntityNotFoundException;
import software.amazon.awssdk.services.glue.model.Table;
import software.amazon.awssdk.services.glue.model.TableInput;

/**
 * One table. A commit is for the version of Glue's entry that it was made on top of; Glue refuses it for any other.
 *
 * <p>What a commit came to is known only where Glue says no to the first and only request. After anything else Glue is asked for
 * the table, and where that tells nothing either, the outcome is unknown.
 */
final class GlueTable extends BaseMetastoreTableOperations {

    private final String fullName;
    private final String database;
    private final String name;
    private final @Nullable String account;
    private final GlueClient glue;
    private final FileIO files;

    /** Glue's entry as it was last seen. */
    private Optional<Table> entry = Optional.empty();

    GlueTable(String fullName, TableIdentifier table, @Nullable String account, GlueClient glue, FileIO files) {
        this.fullName = fullName;
        this.database = GlueTables.database(table.namespace());
        this.name = table.name();
        this.account = account;
        this.glue = glue;
        this.files = files;
    }

    @Override
    protected String tableName() {
        return fullName;
    }

    @Override
    public FileIO io() {
        return files;
    }

    @Override
    protected void doRefresh() {
        Optional<Table> found = find();
        if (found.isEmpty() && currentMetadataLocation() != null) {
            throw new NoSuchTableException("%s is gone from Glue", fullName);
        }
        refreshFromMetadataLocation(found.map(this::metadataFile).orElse(null));
        entry = found;
    }

    private Optional<Table> find() {
        try {
            return Optional.of(GlueTables.ask(() -> glue.getTable(request ->
                            request.catalogId(account).databaseName(database).name(name)))
                    .table());
        } catch (EntityNotFoundException missing) {
            return Optional.empty();
        }
    }

    private String metadataFile(Table table) {
        String file = table.parameters().get(METADATA_LOCATION_PROP);
        if (file == null
                || !ICEBERG_TABLE_TYPE_VALUE.equalsIgnoreCase(table.parameters().get(TABLE_TYPE_PROP))) {
            throw new NoSuchIcebergTableException(
                    "%s is a table of another kind in Glue: its parameters are %s (expected: %s and %s)",
                    fullName, table.parameters().keySet(), TABLE_TYPE_PROP, METADATA_LOCATION_PROP);
        }
        return file;
    }

    @Override
    protected void doCommit(@Nullable TableMetadata base, TableMetadata metadata) {
        String written = writeNewMetadataIfRequired(base == null, metadata);
        try {
            put(GlueEntry.of(name, metadata, written, entry));
        } catch (AwsServiceException answer) {
            if (isNo(answer)) {
                discard(written, answer);
                throw inIcebergsWords(answer);
            }
            requireCommitted(written, metadata, answer);
        } catch (RuntimeException failure) {
            requireCommitted(written, metadata, failure);
        }
    }

    private void put(TableInput input) {
        if (entry.isEmpty()) {
            glue.createTable(
                    request -> request.catalogId(account).databaseName(database).tableInput(input));
            return;
        }
        // without a version Glue would put this over whatever is there
        String version = Objects.requireNonNull(entry.get().versionId(), () -> fullName + " has no version in Glue");
        glue.updateTable(request -> request.catalogId(account)
                .databaseName(database)
                .versionId(version)
                .skipArchive(true)
                .tableInput(input));
    }

    /** To a request that was sent once: of one that the client repeated, the first may have been followed. */
    private static boolean isNo(AwsServiceException answer) {
        return answer.statusCode() < 500 && Objects.equals(answer.numAttempts(), 1);
    }

    private void requireCommitted(String written, TableMetadata metadata, RuntimeException doubt) {
        if (checkCommitStatus(written, metadata) != CommitStatus.SUCCESS) {
            throw new CommitStateUnknownException(doubt);
        }
    }

    private RuntimeException inIcebergsWords(AwsServiceException answer) {
        return switch (answer) {
            case ConcurrentModificationException other ->
                new CommitFailedException(other, "%s was changed by another", fullName);
            case software.amazon.awssdk.services.glue.model.AlreadyExistsException there ->
                new AlreadyExistsException(there, "%s exists", fullName);
            case EntityNotFoundException gone -> new NoSuchTableException(gone, "%s is gone from Glue", fullName);
            case AwsServiceException refused
            when GlueTables.isRefusal(refused) ->
                new ForbiddenException(refused, "%s: %s", fullName, refused.getMessage());
            case AwsServiceException other -> other;
        };
    }

    private void discard(String written, RuntimeException reason) {
        try {
            files.deleteFile(written);
        } catch (RuntimeException left) {
            reason.addSuppressed(left);
        }
    }
}
