package dev.ingest.masking.destination;

import dev.ingest.contracts.config.DestinationSpec;
import dev.ingest.contracts.error.ErrorCode;
import dev.ingest.contracts.error.IngestException;
import dev.ingest.lake.CatalogKind;
import dev.ingest.lake.Destination;
import dev.ingest.lake.LakeCredentials;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.regex.Pattern;

/** Turns a destination's configuration into the place it means. Plain Java, for every service that opens lakes. */
public final class Destinations {
    private static final String JDBC = "jdbc";

    /** Without parameters: some of them make the driver load classes, read files or send credentials elsewhere. */
    private static final Pattern PLAIN_POSTGRES = Pattern.compile("jdbc:postgresql://[^?&#\\\\]+");

    private final ManagedLake managed;
    private final BiFunction<String, String, Optional<Map<String, String>>> secrets;

    /** @param secrets the values of a tenant's secret, by tenant and name */
    public Destinations(ManagedLake managed, BiFunction<String, String, Optional<Map<String, String>>> secrets) {
        this.managed = managed;
        this.secrets = secrets;
    }

    /** Throws {@link IngestException} with code {@code UNAVAILABLE} for a destination that is not fit for use. */
    public Place resolve(String tenant, DestinationSpec spec) {
        return switch (spec.kind()) {
            case DestinationSpec.MANAGED -> managed(tenant);
            case JDBC -> jdbc(tenant, spec);
            case String other -> throw unfit(spec, "kind: '%s' (expected: managed or jdbc)".formatted(other));
        };
    }

    private Place managed(String tenant) {
        String root = managed.warehouse().replaceAll("/+$", "");
        return new Place(
                new Destination(tenant, CatalogKind.JDBC, managed.uri(), root + "/" + tenant, managed.properties()),
                managed.credentials());
    }

    private Place jdbc(String tenant, DestinationSpec spec) {
        String uri = required(spec, "uri");
        if (!PLAIN_POSTGRES.matcher(uri).matches()) {
            throw unfit(spec, "uri (expected: jdbc:postgresql://host:port/database, without parameters)");
        }
        String warehouse = required(spec, "warehouse");
        if (!warehouse.startsWith("s3://")) {
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

    /** A tenant's store is opened with the tenant's keys: with the platform's own they could point at another tenant's data. */
    private LakeCredentials credentials(String tenant, DestinationSpec spec) {
        String name = spec.credential().orElseThrow(() -> unfit(spec, "credential: missing"));
        Map<String, String> values = secrets.apply(tenant, name)
                .orElseThrow(() -> unfit(spec, "credential '%s' does not exist".formatted(name)));
        return new LakeCredentials(
                Optional.of(login(spec, values, "jdbc.user", "jdbc.password")),
                Optional.of(login(spec, values, "s3.access-key-id", "s3.secret-access-key")));
    }

    private static LakeCredentials.Login login(
            DestinationSpec spec, Map<String, String> values, String id, String secret) {
        if (!values.containsKey(id) || !values.containsKey(secret)) {
            throw unfit(spec, "its credential lacks %s or %s".formatted(id, secret));
        }
        return new LakeCredentials.Login(values.get(id), values.get(secret));
    }

    private static String required(DestinationSpec spec, String property) {
        return Optional.ofNullable(spec.properties().get(property))
                .orElseThrow(() -> unfit(spec, property + ": missing"));
    }

    private static void copy(DestinationSpec spec, String from, Map<String, String> properties, String to) {
        Optional.ofNullable(spec.properties().get(from)).ifPresent(value -> properties.put(to, value));
    }

    private static IngestException unfit(DestinationSpec spec, String message) {
        return new IngestException(ErrorCode.UNAVAILABLE, "destination '%s': %s".formatted(spec.name(), message));
    }
}
