package dev.ingest.platform.secret;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ingest.platform.identity.ServiceIdentity;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import org.eclipse.microprofile.rest.client.inject.RestClient;

/** Chooses the secret store that the configuration names. */
final class SecretStores {
    @Produces
    @Singleton
    SecretStore store(
            SecretSettings settings,
            ObjectMapper json,
            @RestClient Instance<VaultApi> vault,
            Instance<ServiceIdentity> identity) {
        return switch (settings.store()) {
            case FILE ->
                new FileSecretStore(
                        required("ingest.secrets.file", settings.file()),
                        required("ingest.secrets.key-file", settings.keyFile()),
                        json);
            case VAULT ->
                new VaultSecretStore(
                        vault.get(), settings.vault(), () -> identity.get().token(), Clock.systemUTC());
            case AWS -> new AwsSecretStore(AwsClients.secretsManager(settings.aws()), settings.aws(), json);
        };
    }

    private static Path required(String property, Optional<Path> value) {
        return value.orElseThrow(() ->
                new IllegalStateException("%s is not set (needed by ingest.secrets.store=file)".formatted(property)));
    }
}
