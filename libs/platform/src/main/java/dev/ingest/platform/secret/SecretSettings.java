package dev.ingest.platform.secret;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.util.Optional;

/** Which secret store, and where it is. */
@ConfigMapping(prefix = "ingest.secrets")
public interface SecretSettings {
    /** {@code FILE} is for one machine; {@code VAULT} for everything else. */
    @WithDefault("FILE")
    Store store();

    /** The encrypted file, for {@code FILE}. */
    Optional<Path> file();

    /** The file with its key: 32 bytes, made with the first secret, readable by its owner only. */
    Optional<Path> keyFile();

    Vault vault();

    /** The stores there are. */
    enum Store {
        FILE,
        VAULT
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
}
