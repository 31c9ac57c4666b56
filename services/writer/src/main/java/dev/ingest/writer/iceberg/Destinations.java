package dev.ingest.writer.iceberg;

import dev.ingest.contracts.config.DestinationSpec;
import dev.ingest.lake.CatalogKind;
import dev.ingest.lake.Destination;
import dev.ingest.lake.LakeCredentials;
import dev.ingest.lake.LakeCredentials.Login;
import dev.ingest.platform.secret.Secret;
import dev.ingest.platform.secret.SecretStore;
import jakarta.inject.Singleton;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Where a tenant's tables are, in the lake's words, and what opens it. */
@Singleton
final class Destinations {
    private static final String JDBC = "jdbc";

    /** By which the catalog's rows are keyed and which opens the store: not properties of the catalog itself. */
    private static final String URI = "uri";

    private static final String CATALOG = "catalog";
    private static final String WAREHOUSE = "warehouse";
    private static final String S3_REGION = "s3.region";

    private final LakeSettings settings;
    private final SecretStore secrets;

    Destinations(LakeSettings settings, SecretStore secrets) {
        this.settings = settings;
        this.secrets = secrets;
    }

    /** A destination and its keys. Equal ones are the same place, opened the same way. */
    record Access(Destination destination, LakeCredentials credentials) {}

    /**
     * Resolves what the control plane says.
     *
     * @throws IllegalArgumentException naming what is missing or unknown
     */
    Access of(String tenant, DestinationSpec spec) {
        return switch (spec.kind()) {
            case DestinationSpec.MANAGED -> managed(tenant);
            case JDBC -> jdbc(tenant, spec);
            default ->
                throw new IllegalArgumentException("destination %s: kind '%s' (expected: %s or %s)"
                        .formatted(spec.name(), spec.kind(), DestinationSpec.MANAGED, JDBC));
        };
    }

    private Access managed(String tenant) {
        var properties = new HashMap<String, String>();
        properties.put(Destination.REGION, settings.s3().region());
        settings.s3().endpoint().ifPresent(endpoint -> {
            properties.put(Destination.S3_ENDPOINT, endpoint);
            properties.put(Destination.S3_PATH_STYLE, "true");
        });
        String root = settings.warehouse().replaceAll("/+$", "");
        return new Access(
                new Destination(tenant, CatalogKind.JDBC, settings.jdbcUrl(), root + "/" + tenant, properties),
                new LakeCredentials(
                        Optional.of(new Login(settings.user(), settings.password())),
                        login(settings.s3().accessKey(), settings.s3().secretKey())));
    }

    private Access jdbc(String tenant, DestinationSpec spec) {
        var properties = new HashMap<>(spec.properties());
        String uri = taken(spec, properties, URI);
        String catalog = taken(spec, properties, CATALOG);
        String warehouse = taken(spec, properties, WAREHOUSE);
        Optional.ofNullable(properties.remove(S3_REGION))
                .ifPresent(region -> properties.put(Destination.REGION, region));
        return new Access(
                new Destination(catalog, CatalogKind.JDBC, uri, warehouse, properties),
                spec.credential().map(name -> credentials(tenant, spec, name)).orElse(LakeCredentials.none()));
    }

    private LakeCredentials credentials(String tenant, DestinationSpec spec, String name) {
        Map<String, String> values = secrets.read(tenant, name)
                .map(Secret::values)
                .orElseThrow(() -> new IllegalArgumentException(
                        "destination %s: credential '%s' does not exist".formatted(spec.name(), name)));
        return new LakeCredentials(
                login(value(values, "jdbc.user"), value(values, "jdbc.password")),
                login(value(values, "s3.access-key-id"), value(values, "s3.secret-access-key")));
    }

    private static Optional<String> value(Map<String, String> values, String key) {
        return Optional.ofNullable(values.get(key));
    }

    private static Optional<Login> login(Optional<String> id, Optional<String> secret) {
        return id.flatMap(user -> secret.map(password -> new Login(user, password)));
    }

    private static String taken(DestinationSpec spec, Map<String, String> properties, String name) {
        String value = properties.remove(name);
        if (value == null) {
            throw new IllegalArgumentException("destination %s: property %s is missing".formatted(spec.name(), name));
        }
        return value;
    }
}
