package dev.ingest.platform.secret;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** Which secret store, and where it is. */
@ConfigMapping(prefix = "ingest.secrets")
public interface SecretSettings {
    /** {@code FILE} is for one machine; {@code VAULT} or {@code AWS} for everything else. */
    @WithDefault("FILE")
    Store store();

    /** The encrypted file, for {@code FILE}. */
    Optional<Path> file();

    /** The file with its key: 32 bytes, made with the first secret, readable by its owner only. */
    Optional<Path> keyFile();

    Vault vault();

    Aws aws();

    /** The stores there are. */
    enum Store {
        FILE,
        VAULT,
        AWS
    }

    /** Vault's names of things. */
    interface Vault {
        /** Mount of the KV version 2 engine. */
        @WithDefault("secret")
        String mount();

        /** Put before {@code <tenant>/<name>}. */
        @WithDefault("ingest")
        String path();

        /** Mount of the JWT login. */
        @WithDefault("jwt")
        String authMount();

        /** Role of the JWT login. */
        @WithDefault("ingest")
        String role();
    }

    /** AWS Secrets Manager's names of things. */
    interface Aws {
        /** None to take it from the environment, as the SDK does. */
        Optional<String> region();

        /** A private endpoint of Secrets Manager; none for the region's own. */
        Optional<URI> endpoint();

        /** A private endpoint of STS; none for the region's own. */
        Optional<URI> stsEndpoint();

        /** Put before {@code <tenant>/<name>}, with a slash between. */
        @WithDefault("ingest")
        String prefix();

        /** Key that new secrets are encrypted with; none for the account's own. */
        Optional<String> kmsKey();

        /** The role that the web identity becomes; goes with the token's file. */
        Optional<String> roleArn();

        /** File with the service's OIDC token, read anew for each login; none for the SDK's default chain. */
        Optional<Path> webIdentityTokenFile();

        /** Longest that a call may take, its repetitions included. */
        @WithDefault("10S")
        Duration timeout();
    }
}
