package dev.ingest.scheduler.destination;

import dev.ingest.contracts.TableRef;
import dev.ingest.contracts.destination.CatalogSpec;
import dev.ingest.contracts.destination.StorageSpec;
import dev.ingest.contracts.destination.TenantDestination.Own;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * SQL with which Snowflake reads a destination's tables, by Snowflake's reference of CREATE EXTERNAL VOLUME, CREATE CATALOG
 * INTEGRATION and CREATE ICEBERG TABLE. It is text: nothing here has talked to Snowflake. What only the reader knows is in angle
 * brackets.
 */
final class SnowflakeSql {
    private static final Pattern NO_IDENTIFIER = Pattern.compile("[^A-Za-z0-9_]");

    private final String volume;
    private final String integration;
    private final SnowflakeReader reader;
    private final Own own;

    SnowflakeSql(String destination, SnowflakeReader reader) {
        String name = NO_IDENTIFIER.matcher(destination).replaceAll("_").toLowerCase(Locale.ROOT);
        this.volume = "ingest_" + name + "_volume";
        this.integration = "ingest_" + name + "_catalog";
        this.reader = reader;
        this.own = reader.own();
    }

    /**
     * One thing to run.
     *
     * @param title what it does
     * @param sql the statement
     * @param note what to know or to do beside it
     */
    @RegisterForReflection
    record Statement(String title, String sql, String note) {}

    /** In the order in which they are run. */
    List<Statement> statements(List<TableRef> tables) {
        List<Statement> all = new ArrayList<>();
        own.bucket().ifPresent(s3 -> all.add(volume(s3)));
        all.add(integration());
        tables.stream().map(TableRef::namespace).distinct().forEach(namespace -> all.add(schema(namespace)));
        for (TableRef table : tables) {
            all.add(table(table));
            all.add(refresh(table));
        }
        return all;
    }

    private Statement volume(StorageSpec.S3 s3) {
        return s3.endpoint().map(address -> volumeElsewhere(s3, address)).orElseGet(() -> volumeAtAmazon(s3));
    }

    private Statement volumeAtAmazon(StorageSpec.S3 s3) {
        String encryption = s3.kmsKey()
                .map(key -> "\nENCRYPTION = (TYPE = 'AWS_SSE_KMS' KMS_KEY_ID = %s)".formatted(text(key)))
                .orElse("");
        return new Statement(
                "Where the files are",
                volume("""
                            STORAGE_PROVIDER = 'S3'
                            STORAGE_BASE_URL = %s
                            STORAGE_AWS_ROLE_ARN = '<ARN of %s>'%s""".formatted(text(s3.location() + "/"), role(), encryption)),
                (reader.platforms()
                                ? "The platform's operator has the role: it reads this place only. DESC"
                                : "Another role than Ingest's: it reads only. DESC")
                        + " EXTERNAL VOLUME %s tells the user and the external id that its".formatted(volume)
                        + " trust policy has to allow; the statements ReadFiles and ListFiles are the rights it needs.");
    }

    private String role() {
        return reader.platforms()
                ? "the role that your operator gives you for reading"
                : "a role of yours that Snowflake may assume";
    }

    private Statement volumeElsewhere(StorageSpec.S3 s3, String address) {
        String host = address.replaceFirst("^https?://", "").replaceFirst("/.*$", "");
        return new Statement(
                "Where the files are",
                volume("""
                            STORAGE_PROVIDER = 'S3COMPAT'
                            STORAGE_BASE_URL = %s
                            STORAGE_ENDPOINT = %s
                            CREDENTIALS = (AWS_KEY_ID = '<key id>' AWS_SECRET_KEY = '<secret key>')""".formatted(text("s3compat:" + s3.location().substring("s3:".length()) + "/"), text(host))),
                reader.platforms()
                        ? "The platform's operator gives you keys that may read and list this place only."
                        : "Keys that may only read and list are better than Ingest's.");
    }

    private String volume(String location) {
        return """
                CREATE EXTERNAL VOLUME IF NOT EXISTS %s
                  STORAGE_LOCATIONS = ((
                    NAME = 'ingest'
                %s
                  ))
                  ALLOW_WRITES = FALSE;""".formatted(volume, location.indent(4).stripTrailing());
    }

    private Statement integration() {
        return switch (own.catalog()) {
            case CatalogSpec.Glue glue -> glue(glue);
            case CatalogSpec.Rest rest -> rest(rest);
            case CatalogSpec.Jdbc ignored ->
                new Statement(
                        "How tables are found: by their metadata files",
                        """
                        CREATE CATALOG INTEGRATION IF NOT EXISTS %s
                          CATALOG_SOURCE = OBJECT_STORE
                          TABLE_FORMAT = ICEBERG
                          ENABLED = TRUE;""".formatted(integration),
                        "Snowflake reads no JDBC catalog, so each table names its newest metadata file.");
        };
    }

    private Statement glue(CatalogSpec.Glue glue) {
        return new Statement(
                "How tables are found: in Glue",
                """
                CREATE CATALOG INTEGRATION IF NOT EXISTS %s
                  CATALOG_SOURCE = GLUE
                  TABLE_FORMAT = ICEBERG
                  GLUE_AWS_ROLE_ARN = '<ARN of a role of yours that Snowflake may assume>'
                  GLUE_CATALOG_ID = %s
                  GLUE_REGION = %s
                  ENABLED = TRUE;""".formatted(
                                integration,
                                text(glue.account().orElse("<id of the account whose catalog it is>")),
                                text(glue.region())),
                "DESC CATALOG INTEGRATION %s tells whom the role has to trust; glue:GetTable and glue:GetDatabase are enough."
                        .formatted(integration));
    }

    private Statement rest(CatalogSpec.Rest rest) {
        String warehouse =
                rest.warehouse().map(name -> "\n    WAREHOUSE = " + text(name)).orElse("");
        String delegation = own.bucket().isEmpty() ? "\n    ACCESS_DELEGATION_MODE = VENDED_CREDENTIALS" : "";
        String token = rest.login()
                .map(login -> "\n    OAUTH_TOKEN_URI = " + text(login.tokenUri()))
                .orElse("");
        String scope = text(rest.login().flatMap(CatalogSpec.OAuth2::scope).orElse("<scope>"));
        return new Statement(
                "How tables are found: in the REST catalog",
                """
                CREATE CATALOG INTEGRATION IF NOT EXISTS %s
                  CATALOG_SOURCE = ICEBERG_REST
                  TABLE_FORMAT = ICEBERG
                  REST_CONFIG = (
                    CATALOG_URI = %s%s%s
                  )
                  REST_AUTHENTICATION = (
                    TYPE = OAUTH%s
                    OAUTH_CLIENT_ID = '<client id>'
                    OAUTH_CLIENT_SECRET = '<client secret>'
                    OAUTH_ALLOWED_SCOPES = (%s)
                  )
                  ENABLED = TRUE;""".formatted(integration, text(rest.uri()), warehouse, delegation, token, scope),
                "A client of Snowflake's own that may only read is better than Ingest's.");
    }

    private static Statement schema(String namespace) {
        return new Statement(
                "Schema of the tables in " + namespace,
                "CREATE SCHEMA IF NOT EXISTS %s;".formatted(SnowflakeTable.identifier(namespace)),
                "In the database that you use.");
    }

    private Statement table(TableRef table) {
        Optional<String> external = own.bucket().map(ignored -> "\n  EXTERNAL_VOLUME = " + text(volume));
        String found =
                switch (own.catalog()) {
                    case CatalogSpec.Jdbc ignored -> "METADATA_FILE_PATH = " + text(metadata(table));
                    case CatalogSpec.Glue glue ->
                        "CATALOG_NAMESPACE = %s\n  CATALOG_TABLE_NAME = %s\n  AUTO_REFRESH = TRUE"
                                .formatted(text(glue.namespace() + "_" + table.namespace()), text(table.name()));
                    case CatalogSpec.Rest rest ->
                        "CATALOG_NAMESPACE = %s\n  CATALOG_TABLE_NAME = %s\n  AUTO_REFRESH = TRUE"
                                .formatted(
                                        text(String.join(".", rest.namespace()) + "." + table.namespace()),
                                        text(table.name()));
                };
        return new Statement(
                "Table " + table,
                """
                CREATE ICEBERG TABLE IF NOT EXISTS %s%s
                  CATALOG = %s
                  %s;""".formatted(SnowflakeTable.identifier(table), external.orElse(""), text(integration), found),
                reader.byFile()
                        ? "The newest file in the table's folder metadata, below the volume's place."
                        : "Snowflake looks for new snapshots by itself, in the interval of the catalog integration.");
    }

    private Statement refresh(TableRef table) {
        return new Statement(
                "Refresh of " + table,
                reader.byFile() ? SnowflakeTable.refreshFrom(table, metadata(table)) : SnowflakeTable.refresh(table),
                reader.byFile()
                        ? "After each run, with the path that the notification run.succeeded tells: the table shows what this metadata file shows."
                        : "Where waiting for the interval is too long.");
    }

    /** Of a table that was never written, only where its file will be. */
    private String metadata(TableRef table) {
        return reader.file(table)
                .orElseGet(() -> "%s/%s/metadata/<newest>.metadata.json".formatted(table.namespace(), table.name()));
    }

    private static String text(String value) {
        return SnowflakeTable.text(value);
    }
}
