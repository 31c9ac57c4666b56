package dev.ingest.contracts.destination;

import dev.ingest.contracts.destination.Policy.Statement;
import dev.ingest.contracts.destination.TenantDestination.Own;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The rights that a destination takes, and no more: each action is one that the writer or a reader of ours makes. A session in
 * a tenant's role is limited to them once more, whatever the role itself allows.
 */
public final class Rights {
    /** Statements by what they are for; a check that fails names one of them. */
    public static final String READ = "ReadFiles";

    public static final String WRITE = "WriteFiles";
    public static final String LIST = "ListFiles";
    public static final String DELETE = "DeleteFiles";
    public static final String KEY = "UseKey";
    public static final String CATALOG = "UseCatalog";

    private static final String TRUST = "IngestInThisTenantsName";

    private Rights() {}

    /** Of the role that is assumed, or of the user whose keys are in the credential. Empty where nothing of AWS is used. */
    public static Policy ofRole(Own destination) {
        List<Statement> statements = new ArrayList<>();
        destination.bucket().ifPresent(s3 -> {
            statements.addAll(files(s3));
            s3.kmsKey().ifPresent(key -> statements.add(key(key)));
        });
        if (destination.catalog() instanceof CatalogSpec.Glue glue) {
            statements.add(catalog(glue, partition(destination)));
        }
        return new Policy(statements);
    }

    /**
     * Who may assume the role.
     *
     * @param platform ARN of the platform's own role
     */
    public static Policy trust(String platform, String externalId) {
        return new Policy(List.of(Statement.allow(TRUST, List.of("sts:AssumeRole"), List.of())
                .to(platform)
                .only("StringEquals", "sts:ExternalId", externalId)));
    }

    /**
     * Of the bucket: needed where it belongs to another account than the role, harmless where it does not.
     *
     * @param role ARN of the role that is assumed
     */
    public static Policy ofBucket(StorageSpec.S3 s3, String role) {
        List<Statement> statements = new ArrayList<>();
        files(s3).forEach(statement -> statements.add(statement.to(role)));
        statements.add(new Statement(
                "OnlyEncryptedConnections",
                false,
                "*",
                List.of("s3:*"),
                List.of(bucketArn(s3), bucketArn(s3) + "/*"),
                Map.of("Bool", Map.of("aws:SecureTransport", "false"))));
        return new Policy(statements);
    }

    /** A statement for the policy of the key: needed where it belongs to another account than the role. */
    public static Optional<Policy> ofKey(StorageSpec.S3 s3, String role) {
        return s3.kmsKey()
                .map(key -> new Policy(
                        List.of(Statement.allow(KEY, keyActions(), List.of("*")).to(role))));
    }

    private static List<Statement> files(StorageSpec.S3 s3) {
        List<String> objects = List.of(bucketArn(s3) + "/" + s3.prefix() + "*");
        Statement list = Statement.allow(LIST, List.of("s3:ListBucket"), List.of(bucketArn(s3)));
        return List.of(
                Statement.allow(READ, List.of("s3:GetObject"), objects),
                Statement.allow(WRITE, List.of("s3:PutObject", "s3:AbortMultipartUpload"), objects),
                Statement.allow(DELETE, List.of("s3:DeleteObject"), objects),
                s3.prefix().isEmpty() ? list : list.only("StringLike", "s3:prefix", s3.prefix() + "*"));
    }

    private static Statement key(String key) {
        return Statement.allow(KEY, keyActions(), List.of(key));
    }

    /** A part of a large file is encrypted with a data key, and the whole put together from what is decrypted. */
    private static List<String> keyActions() {
        return List.of("kms:GenerateDataKey", "kms:Decrypt");
    }

    private static Statement catalog(CatalogSpec.Glue glue, String partition) {
        String arn = "arn:%s:glue:%s:%s:"
                .formatted(partition, glue.region(), glue.account().orElse("*"));
        return Statement.allow(
                CATALOG,
                List.of(
                        "glue:GetDatabase",
                        "glue:CreateDatabase",
                        "glue:GetTable",
                        "glue:CreateTable",
                        "glue:UpdateTable"),
                List.of(
                        arn + "catalog",
                        arn + "database/" + glue.namespace() + "_*",
                        arn + "table/" + glue.namespace() + "_*/*"));
    }

    private static String bucketArn(StorageSpec.S3 s3) {
        return "arn:%s:s3:::%s".formatted(s3.role().map(Rights::partition).orElse("aws"), s3.bucket());
    }

    private static String partition(Own destination) {
        return destination
                .bucket()
                .flatMap(StorageSpec.S3::role)
                .map(Rights::partition)
                .orElse("aws");
    }

    private static String partition(String arn) {
        return arn.split(":", -1)[1];
    }
}
