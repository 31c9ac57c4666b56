package dev.ingest.lake.glue;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.iceberg.BaseMetastoreCatalog;
import org.apache.iceberg.TableOperations;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.SupportsNamespaces;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.exceptions.AlreadyExistsException;
import org.apache.iceberg.exceptions.ForbiddenException;
import org.apache.iceberg.exceptions.NoSuchNamespaceException;
import org.apache.iceberg.io.FileIO;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.glue.GlueClient;
import software.amazon.awssdk.services.glue.model.EntityNotFoundException;

/**
 * Iceberg's tables in AWS Glue: a namespace is a database, and a table's parameters say where its metadata file is. It makes and
 * changes tables, with the client and the files that it is given, and does nothing that the rights of a destination do not allow.
 *
 * <p>Iceberg's own catalog of that kind takes a client only inside its package, which other class loaders do not share.
 */
public final class GlueTables extends BaseMetastoreCatalog implements SupportsNamespaces {

    /** What Glue says to whom it does not let in, by its reference and AWS's list of common errors. */
    private static final Set<String> REFUSALS = Set.of(
            "AccessDeniedException",
            "ExpiredTokenException",
            "IncompleteSignature",
            "InvalidClientTokenId",
            "InvalidSignatureException",
            "UnrecognizedClientException");

    private final String name;
    private final String warehouse;
    private final @Nullable String account;
    private final GlueClient glue;
    private final FileIO files;

    /**
     * Takes over the client, which is closed with it, and uses the files, which are not.
     *
     * @param warehouse where new tables are that have no location of their own
     * @param account whose catalog it is; that of the client's keys if none
     */
    public GlueTables(String name, String warehouse, @Nullable String account, GlueClient glue, FileIO files) {
        this.name = name;
        this.warehouse = warehouse;
        this.account = account;
        this.glue = glue;
        this.files = files;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    protected TableOperations newTableOps(TableIdentifier table) {
        return new GlueTable(fullTableName(name, table), table, account, glue, files);
    }

    @Override
    protected String defaultWarehouseLocation(TableIdentifier table) {
        return "%s/%s/%s".formatted(warehouse, database(table.namespace()), table.name());
    }

    @Override
    public void createNamespace(Namespace namespace, Map<String, String> parameters) {
        String database = database(namespace);
        try {
            ask(() -> glue.createDatabase(request -> request.catalogId(account)
                    .databaseInput(input -> input.name(database).parameters(parameters))));
        } catch (software.amazon.awssdk.services.glue.model.AlreadyExistsException there) {
            throw new AlreadyExistsException(there, "Glue has a database %s", database);
        }
    }

    @Override
    public Map<String, String> loadNamespaceMetadata(Namespace namespace) {
        String database = database(namespace);
        try {
            return ask(() -> glue.getDatabase(
                            request -> request.catalogId(account).name(database)))
                    .database()
                    .parameters();
        } catch (EntityNotFoundException missing) {
            throw new NoSuchNamespaceException(missing, "Glue has no database %s", database);
        }
    }

    /** Whoever is not let in learns so in Iceberg's words, which are the same for every catalog. */
    static <T> T ask(Supplier<T> call) {
        try {
            return call.get();
        } catch (AwsServiceException answer) {
            throw isRefusal(answer) ? new ForbiddenException(answer, "%s", answer.getMessage()) : answer;
        }
    }

    static boolean isRefusal(AwsServiceException answer) {
        return answer.awsErrorDetails() != null
                && REFUSALS.contains(answer.awsErrorDetails().errorCode());
    }

    /** Of the one level that Glue has. */
    static String database(Namespace namespace) {
        if (namespace.levels().length != 1) {
            throw new IllegalArgumentException("namespace %s: %d levels (expected: one, as Glue's databases have)"
                    .formatted(namespace, namespace.levels().length));
        }
        return namespace.level(0);
    }

    @Override
    public void close() {
        glue.close();
    }

    @Override
    public List<TableIdentifier> listTables(Namespace namespace) {
        throw notOurs("list tables");
    }

    @Override
    public List<Namespace> listNamespaces(Namespace parent) {
        throw notOurs("list databases");
    }

    @Override
    public boolean dropTable(TableIdentifier table, boolean purge) {
        throw notOurs("drop tables");
    }

    @Override
    public void renameTable(TableIdentifier from, TableIdentifier to) {
        throw notOurs("rename tables");
    }

    @Override
    public boolean dropNamespace(Namespace namespace) {
        throw notOurs("drop databases");
    }

    @Override
    public boolean setProperties(Namespace namespace, Map<String, String> properties) {
        throw notOurs("change databases");
    }

    @Override
    public boolean removeProperties(Namespace namespace, Set<String> properties) {
        throw notOurs("change databases");
    }

    private UnsupportedOperationException notOurs(String what) {
        return new UnsupportedOperationException(
                "catalog %s: no destination's rights allow to %s in Glue".formatted(name, what));
    }
}
