package dev.ingest.contracts.destination;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** The properties of each kind. */
final class KindReader {
    /** Without parameters: some of them make the driver load classes, read files or send credentials elsewhere. */
    private static final Pattern POSTGRES = Pattern.compile("jdbc:postgresql://[^?&#\\\\]+");

    private static final Pattern NAMESPACE = Pattern.compile("[a-z][a-z0-9_]{0,62}");
    private static final Pattern ACCOUNT = Pattern.compile("\\d{12}");
    private static final Set<String> FLAGS = Set.of("true", "false");
    private static final Pattern REGION = Pattern.compile("[a-z0-9-]{1,40}");

    /** Nothing that means more than itself in a policy or a URL. */
    private static final Pattern LOCATION =
            Pattern.compile("s3://([a-zA-Z0-9][a-zA-Z0-9.-]{0,62})(?:/([A-Za-z0-9!_.()=/-]*))?");

    private static final Pattern ROLE = Pattern.compile("arn:aws[a-z-]*:iam::\\d{12}:role/[A-Za-z0-9+=,.@_/-]+");
    private static final Pattern KEY = Pattern.compile("arn:aws[a-z-]*:kms:[a-z0-9-]+:\\d{12}:key/[A-Za-z0-9-]+");

    private KindReader() {}

    static CatalogSpec jdbc(Fields fields) {
        // its value is not repeated: it may hold a password that its owner put there
        String uri = fields.hidden("uri", POSTGRES, "jdbc:postgresql://host:port/database, without parameters");
        return new CatalogSpec.Jdbc(uri, fields.required("catalog"));
    }

    static CatalogSpec rest(Fields fields) {
        List<String> namespace = List.of(fields.required("namespace").split("\\.", -1));
        for (String level : namespace) {
            fields.matching("namespace", level, NAMESPACE, "levels of lower-case letters, digits and '_', with dots");
        }
        Optional<String> tokenUri = fields.address("oauth2-server-uri");
        Optional<String> scope = fields.optional("scope");
        if (tokenUri.isEmpty() && scope.isPresent()) {
            throw new IllegalArgumentException("properties.oauth2-server-uri: missing (expected: it goes with scope)");
        }
        return new CatalogSpec.Rest(
                fields.requiredAddress("uri"),
                fields.optional("warehouse"),
                namespace,
                tokenUri.map(uri -> new CatalogSpec.OAuth2(uri, scope)));
    }

    static CatalogSpec glue(Fields fields) {
        return new CatalogSpec.Glue(
                fields.matching("region", fields.required("region"), REGION, "a region such as eu-central-1"),
                fields.optional("account").map(account -> fields.matching("account", account, ACCOUNT, "12 digits")),
                fields.matching(
                        "namespace",
                        fields.required("namespace"),
                        NAMESPACE,
                        "at most 63 lower-case letters, digits and '_', starting with a letter"),
                fields.address("glue.endpoint"));
    }

    static StorageSpec storageOfRest(Fields fields) {
        if (fields.has("location")) {
            return bucket(fields, "location");
        }
        return new StorageSpec.ByCatalog(region(fields));
    }

    static StorageSpec bucket(Fields fields, String property) {
        var location = LOCATION.matcher(fields.required(property));
        if (!location.matches()
                || location.group().indexOf("//", 5) >= 0
                || location.group().contains("..")) {
            throw fields.unfit(property, "s3://bucket/prefix");
        }
        return new StorageSpec.S3(
                location.group(1),
                prefix(Optional.ofNullable(location.group(2)).orElse("")),
                region(fields),
                fields.address("s3.endpoint"),
                flag(fields, "s3.path-style-access"),
                fields.optional("kms-key").map(key -> fields.matching("kms-key", key, KEY, "the ARN of a key")),
                fields.optional("role").map(role -> fields.matching("role", role, ROLE, "the ARN of a role")));
    }

    private static Optional<String> region(Fields fields) {
        return fields.optional("s3.region").map(region -> fields.matching("s3.region", region, REGION, "a region"));
    }

    private static String prefix(String written) {
        return written.isEmpty() || written.endsWith("/") ? written : written + "/";
    }

    private static boolean flag(Fields fields, String name) {
        return fields.optional(name)
                .map(value -> {
                    if (!FLAGS.contains(value)) {
                        throw fields.unfit(name, "true or false");
                    }
                    return Boolean.parseBoolean(value);
                })
                .orElse(false);
    }
}
