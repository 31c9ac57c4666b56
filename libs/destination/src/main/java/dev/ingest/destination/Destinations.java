package dev.ingest.destination;

import dev.ingest.contracts.config.DestinationSpec;
import dev.ingest.contracts.destination.CatalogSpec;
import dev.ingest.contracts.destination.Rights;
import dev.ingest.contracts.destination.StorageSpec;
import dev.ingest.contracts.destination.TenantDestination;
import dev.ingest.contracts.error.ErrorCode;
import dev.ingest.contracts.error.IngestException;
import dev.ingest.egress.AllowedAddresses;
import dev.ingest.egress.ForbiddenAddressException;
import dev.ingest.lake.CatalogKind;
import dev.ingest.lake.Destination;
import dev.ingest.lake.LakeCredentials;
import dev.ingest.lake.LakeCredentials.CatalogKey;
import dev.ingest.lake.LakeCredentials.Login;
import dev.ingest.lake.LakeCredentials.StorageKey;
import dev.ingest.platform.secret.SecretStore;
import jakarta.inject.Singleton;
import java.io.UncheckedIOException;
import java.net.UnknownHostException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Where a tenant's tables are, in the lake's words, and what opens it. */
@Singleton
final class Destinations {
    /** Not that of the environment: where this service runs says nothing of a tenant's bucket. */
    private static final String REGION_UNSAID = "us-east-1";

    private final LakeSettings settings;
    private final SecretStore secrets;
    private final TenantEgress egress;
    private final Roles roles;

    Destinations(LakeSettings settings, SecretStore secrets, TenantEgress egress, Roles roles) {
        this.settings = settings;
        this.secrets = secrets;
        this.egress = egress;
        this.roles = roles;
    }

    /**
     * A destination and its keys. Equal ones are the same place, opened the same way.
     *
     * @param namedBy the tenant whose word it is; none for the platform's own
     */
    record Place(Destination destination, LakeCredentials credentials, Optional<String> namedBy) {}

    /**
     * Resolves what the control plane says.
     *
     * @throws IngestException {@code INVALID_ARGUMENT}, naming what is missing, unknown or not to be reached
     */
    Place of(String tenant, DestinationSpec spec) {
        try {
            return switch (read(spec)) {
                case TenantDestination.Managed ignored -> managed(tenant);
                case TenantDestination.Own own -> own(own, new Credential(tenant, spec, secrets), tenant);
            };
        } catch (IllegalArgumentException impossible) {
            throw new IngestException(ErrorCode.INVALID_ARGUMENT, String.valueOf(impossible.getMessage()), impossible);
        }
    }

    /**
     * Does what connects to a place.
     *
     * @throws IngestException {@code INVALID_ARGUMENT} if a tenant named what nothing may be sent to
     */
    <T> T reach(Place place, Function<AllowedAddresses, T> connecting) {
        AllowedAddresses allowed = place.namedBy().map(egress::of).orElse(AllowedAddresses.ALL);
        try {
            if (place.namedBy().isPresent()) {
                NamedHosts.guard(place.destination(), allowed);
            }
            return connecting.apply(allowed);
        } catch (ForbiddenAddressException forbidden) {
            throw new IngestException(ErrorCode.INVALID_ARGUMENT, "destination: " + forbidden.getMessage(), forbidden);
        } catch (UnknownHostException unknown) {
            throw new UncheckedIOException("destination: unknown host " + unknown.getMessage(), unknown);
        }
    }

    private static TenantDestination read(DestinationSpec spec) {
        try {
            return TenantDestination.of(spec);
        } catch (IllegalArgumentException unfit) {
            throw new IllegalArgumentException("destination %s: %s".formatted(spec.name(), unfit.getMessage()), unfit);
        }
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
                        login(settings.user(), settings.password()).map(login -> login),
                        login(settings.accessKey(), settings.secretKey()).map(login -> login)),
                Optional.empty());
    }

    private static Optional<Login> login(Optional<String> id, Optional<String> secret) {
        return id.flatMap(user -> secret.map(password -> new Login(user, password)));
    }

    private Place own(TenantDestination.Own own, Credential credential, String tenant) {
        Map<String, String> properties = new HashMap<>();
        String warehouse = own.bucket().map(StorageSpec.S3::location).orElse("");
        files(own.storage(), properties);
        properties.putIfAbsent(
                Destination.REGION, own.catalog() instanceof CatalogSpec.Glue glue ? glue.region() : REGION_UNSAID);
        Destination destination =
                switch (own.catalog()) {
                    case CatalogSpec.Jdbc jdbc ->
                        new Destination(jdbc.name(), CatalogKind.JDBC, jdbc.uri(), warehouse, properties);
                    case CatalogSpec.Rest rest -> {
                        rest.warehouse().ifPresent(name -> properties.put(Destination.REST_WAREHOUSE, name));
                        rest.login().ifPresent(login -> login(login, properties));
                        yield new Destination(
                                "rest", CatalogKind.REST, rest.uri(), warehouse, rest.namespace(), properties);
                    }
                    case CatalogSpec.Glue glue -> {
                        properties.put(Destination.GLUE_REGION, glue.region());
                        glue.account().ifPresent(account -> properties.put(Destination.GLUE_ACCOUNT, account));
                        yield new Destination(
                                "glue",
                                CatalogKind.GLUE,
                                glue.endpoint().orElse(""),
                                warehouse,
                                List.of(glue.namespace()),
                                properties);
                    }
                };
        return new Place(destination, credentials(own, credential), Optional.of(tenant));
    }

    private static void login(CatalogSpec.OAuth2 login, Map<String, String> properties) {
        properties.put(Destination.TOKEN_URI, login.tokenUri());
        login.scope().ifPresent(scope -> properties.put(Destination.SCOPE, scope));
    }

    private static void files(StorageSpec storage, Map<String, String> properties) {
        switch (storage) {
            case StorageSpec.ByCatalog(var region) ->
                region.ifPresent(name -> properties.put(Destination.REGION, name));
            case StorageSpec.S3 s3 -> {
                s3.region().ifPresent(region -> properties.put(Destination.REGION, region));
                s3.endpoint().ifPresent(endpoint -> properties.put(Destination.S3_ENDPOINT, endpoint));
                s3.kmsKey().ifPresent(key -> properties.put(Destination.KMS_KEY, key));
                properties.put(Destination.S3_PATH_STYLE, Boolean.toString(s3.pathStyle()));
            }
        }
    }

    /** All keys are the tenant's own: what the process's own identity may open is not theirs to name. */
    private LakeCredentials credentials(TenantDestination.Own own, Credential credential) {
        Optional<CatalogKey> catalog =
                switch (own.catalog()) {
                    case CatalogSpec.Jdbc ignored -> Optional.of(credential.login("jdbc.user", "jdbc.password"));
                    case CatalogSpec.Rest rest -> credential.ofRest(rest.login().isPresent());
                    case CatalogSpec.Glue ignored -> Optional.empty();
                };
        return new LakeCredentials(catalog, own.bucket().map(s3 -> storage(own, s3, credential)));
    }

    private StorageKey storage(TenantDestination.Own own, StorageSpec.S3 s3, Credential credential) {
        return s3.role()
                .<StorageKey>map(arn -> roles.session(credential.role(arn, Rights.ofRole(own))))
                .orElseGet(() -> credential.login("s3.access-key-id", "s3.secret-access-key"));
    }
}
