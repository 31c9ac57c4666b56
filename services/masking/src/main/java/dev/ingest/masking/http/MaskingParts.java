package dev.ingest.masking.http;

import dev.ingest.lake.Destination;
import dev.ingest.lake.LakeCredentials;
import dev.ingest.masking.destination.Destinations;
import dev.ingest.masking.destination.Lakes;
import dev.ingest.masking.destination.ManagedLake;
import dev.ingest.masking.rows.RowLimits;
import dev.ingest.masking.rows.RowsReader;
import dev.ingest.platform.secret.Secret;
import dev.ingest.platform.secret.SecretStore;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.sql.Driver;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import org.jboss.logging.Logger;

/** Joins the plain parts with configuration and secrets. */
final class MaskingParts {
    private static final Logger LOG = Logger.getLogger(MaskingParts.class);

    @Produces
    @Singleton
    Lakes lakes(LakeSettings settings) {
        // Instantiating a driver registers it. DriverManager would look from whichever class loader asks first.
        for (Driver driver : ServiceLoader.load(Driver.class, MaskingParts.class.getClassLoader())) {
            LOG.debugf("driver of catalogs: %s", driver.getClass().getName());
        }
        return new Lakes(settings.openMax());
    }

    void close(@Disposes Lakes lakes) {
        lakes.close();
    }

    @Produces
    @Singleton
    Destinations destinations(LakeSettings settings, SecretStore secrets) {
        return new Destinations(
                managed(settings), (tenant, name) -> secrets.read(tenant, name).map(Secret::values));
    }

    private static ManagedLake managed(LakeSettings settings) {
        Map<String, String> properties = new HashMap<>();
        settings.endpoint().ifPresent(endpoint -> {
            properties.put(Destination.S3_ENDPOINT, endpoint);
            properties.put(Destination.S3_PATH_STYLE, "true");
        });
        settings.region().ifPresent(region -> properties.put(Destination.REGION, region));
        return new ManagedLake(
                settings.jdbcUrl(),
                settings.warehouse(),
                properties,
                new LakeCredentials(
                        login(settings.user(), settings.password()),
                        login(settings.accessKey(), settings.secretKey())));
    }

    private static Optional<LakeCredentials.Login> login(Optional<String> id, Optional<String> secret) {
        return id.map(user -> new LakeCredentials.Login(user, secret.orElse("")));
    }

    @Produces
    @Singleton
    RowsReader reader(RowSettings settings) {
        return new RowsReader(new RowLimits(
                settings.defaultLimit(),
                settings.maxLimit(),
                settings.maxFilters(),
                settings.maxValues(),
                Math.toIntExact(settings.maxAnswer().asLongValue())));
    }
}
