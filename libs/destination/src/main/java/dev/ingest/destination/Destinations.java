package dev.ingest.destination;

import dev.ingest.contracts.config.DestinationSpec;
import dev.ingest.lake.CatalogKind;
import dev.ingest.lake.Destination;
import dev.ingest.lake.LakeCredentials;
import dev.ingest.lake.LakeCredentials.Login;
import dev.ingest.platform.secret.Secret;
import dev.ingest.platform.secret.SecretStore;
import jakarta.inject.Singleton;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Where a tenant's tables are, in the lake's words, and what opens it. */
@Singleton
final class Destinations {
    private static final String JDBC = "jdbc";

    private static final String S3 = "s3://";

    /** Without parameters: some of them make the driver load classes, read files or send credentials elsewhere. */
    private static final Pattern PLAIN_POSTGRES = Pattern.compile("jdbc:postgresql://[^?&#\\\\]+");

    private final LakeSettings settings;
    private final SecretStore secrets;

    Destinations(LakeSettings settings, SecretStore secrets) {
        this.settings = settings;
        this.secrets = secrets;
    }

    /** A destination and its keys. Equal ones are the same place, opened the same way. */
    record Place(Destination destination, LakeCredentials credentials) {}

    /**
     * Resolves what the control plane says.
     *
     * @throws IllegalArgumentException naming what is missing or unknown
     */
    Place of(String tenant, DestinationSpec spec) {
        return switch (spec.kind()) {
            case DestinationSpec.MANAGED -> managed(tenant);
            case JDBC -> jdbc(tenant, spec);
            default ->
                throw unfit(
                        spec, "kind '%s' (expected: %s or %s)".formatted(spec.kind(), DestinationSpec.MANAGED, JDBC));
        };
    }

    private Place managed(String tenant) {
        var properties = new HashMap<String, String>();
        settings.region().ifPresent(region -> properties.put(Destination.REGION, region));
        settings.endpoint().ifPresent(endpoint -> {
            properties.put(Destination.S3_ENDPOINT, endpoint);
            properties.put(Destination.S3_PATH_STYLE, "true");
        });
        String root = settings.warehouse().replaceAll("/+$", "");
        return new Place(
                new Destination(tenant, CatalogKind.JDBC, settings.jdbcUrl(), root + "/" + tenant, properties),
                new LakeCredentials(
                        login(settings.user(), settings.password()),
                        login(settings.accessKey(), settings.secretKey())));
    }

    private static Optional<Login> login(Optional<String> id, Optional<String> secret) {
        return id.flatMap(user -> secret.map(password -> new Login(user, password)));
    }

    private Place jdbc(String tenant, DestinationSpec spec) {
        String uri = required(spec, "uri");
        if (!PLAIN_POSTGRES.matcher(uri).matches()) {
            throw unfit(spec, "uri (expected: jdbc:postgresql://host:port/database, without parameters)");
        }
        String warehouse = required(spec, "warehouse");
        if (!warehouse.startsWith(S3)) {
            throw unfit(spec, "warehouse: %s (expected: s3://bucket/prefix)".formatted(warehouse));
        }
        var properties = new HashMap<String, String>();
        copy(spec, "s3.endpoint", properties, Destination.S3_ENDPOINT);
        copy(spec, "s3.region", properties, Destination.REGION);
        copy(spec, "s3.path-style-access", properties, Destination.S3_PATH_STYLE);
        return new Place(
                new Destination(required(spec, "catalog"), CatalogKind.JDBC, uri, warehouse, properties),
                credentials(tenant, spec));
    }

    /** Both logins are the tenant's own: what the process's own identity may open is not theirs to name. */
    private LakeCredentials credentials(String tenant, DestinationSpec spec) {
        String name = spec.credential().orElseThrow(() -> unfit(spec, "credential: missing"));
        Map<String, String> values = secrets.read(tenant, name)
                .map(Secret::values)
                .orElseThrow(() -> unfit(spec, "credential '%s' does not exist".formatted(name)));
        return new LakeCredentials(
                Optional.of(login(spec, values, "jdbc.user", "jdbc.password")),
                Optional.of(login(spec, values, "s3.access-key-id", "s3.secret-access-key")));
    }

    private static Login login(DestinationSpec spec, Map<String, String> values, String id, String secret) {
        for (String key : List.of(id, secret)) {
            if (!values.containsKey(key)) {
                throw unfit(spec, "credential: %s is missing".formatted(key));
            }
        }
        return new Login(values.getOrDefault(id, ""), values.getOrDefault(secret, ""));
    }

    private static String required(DestinationSpec spec, String property) {
        String value = spec.properties().get(property);
        if (value == null) {
            throw unfit(spec, "%s: missing".formatted(property));
        }
        return value;
    }

    private static void copy(DestinationSpec spec, String from, Map<String, String> properties, String to) {
        Optional.ofNullable(spec.properties().get(from)).ifPresent(value -> properties.put(to, value));
    }

    private static IllegalArgumentException unfit(DestinationSpec spec, String message) {
        return new IllegalArgumentException("destination %s: %s".formatted(spec.name(), message));
    }
}
