package dev.ingest.lake;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Where a tenant's tables are. It holds no secrets: those are a {@link LakeCredentials}.
 *
 * @param catalogName what the rows of a JDBC catalog are keyed by: the same in every client that is to see the same tables
 * @param uri of the catalog, such as {@code jdbc:postgresql://127.0.0.1:7032/lake}, {@code https://catalog.example/api},
 *     or an address other than Amazon's for Glue, empty for Amazon's
 * @param warehouse root of the data: {@code s3://bucket/prefix} or {@code file:/path}; empty where a REST catalog says where
 *     each table is, and gives what opens it
 * @param root the levels of the catalog under which all of the destination's namespaces are
 * @param properties further settings by Iceberg's names, see the constants
 */
public record Destination(
        String catalogName,
        CatalogKind kind,
        String uri,
        String warehouse,
        List<String> root,
        Map<String, String> properties) {

    /** URL of an S3 store other than Amazon's. */
    public static final String S3_ENDPOINT = "s3.endpoint";

    /** {@code true}: the bucket is part of the path and not of the host name. */
    public static final String S3_PATH_STYLE = "s3.path-style-access";

    /** The AWS region that requests are signed for. */
    public static final String REGION = "client.region";

    /** ARN of the key that files are encrypted with. */
    public static final String KMS_KEY = "ingest.kms-key";

    /** What a REST catalog calls the one of its warehouses that is meant. */
    public static final String REST_WAREHOUSE = "warehouse";

    /** Where a REST catalog's clients get their tokens. */
    public static final String TOKEN_URI = "oauth2-server-uri";

    /** What they ask for there. */
    public static final String SCOPE = "scope";

    /** The region of a Glue catalog. */
    public static final String GLUE_REGION = "glue.region";

    /** The account of a Glue catalog; that of the keys where it is missing. */
    public static final String GLUE_ACCOUNT = "glue.id";

    private static final Set<String> SECRET_PROPERTIES = Set.of(
            "jdbc.password",
            "jdbc.user",
            "s3.access-key-id",
            "s3.secret-access-key",
            "s3.session-token",
            "token",
            "credential");

    /** One whose namespaces are the catalog's own. */
    public Destination(
            String catalogName, CatalogKind kind, String uri, String warehouse, Map<String, String> properties) {
        this(catalogName, kind, uri, warehouse, List.of(), properties);
    }

    public Destination {
        root = List.copyOf(root);
        properties = Map.copyOf(properties);
        if (catalogName.isBlank()) {
            throw new IllegalArgumentException("destination.catalogName is blank (expected: a name)");
        }
        boolean byCatalog = kind == CatalogKind.REST && warehouse.isEmpty();
        if (!byCatalog && !warehouse.startsWith("s3://") && !warehouse.startsWith("file:")) {
            throw new IllegalArgumentException(
                    "destination.warehouse: %s (expected: s3://bucket/prefix or file:/path)".formatted(warehouse));
        }
        properties.keySet().stream()
                .filter(SECRET_PROPERTIES::contains)
                .findFirst()
                .ifPresent(name -> {
                    throw new IllegalArgumentException(
                            "destination.properties.%s (expected: credentials given apart from the destination)"
                                    .formatted(name));
                });
    }

    /** Whether its catalog gives what opens each table's files. */
    boolean opensByCatalog() {
        return warehouse.isEmpty();
    }
}
