package dev.ingest.executor.session;

import dev.ingest.connector.http.CredentialStore;
import dev.ingest.contracts.error.IngestException;
import dev.ingest.platform.secret.Secret;
import dev.ingest.platform.secret.SecretStore;
import java.util.HashMap;
import java.util.Map;

/** One credential in the secret store: rotated tokens are written by check-and-set, so two owners never burn one. */
final class KeptCredential implements CredentialStore {
    private final SecretStore secrets;
    private final String tenant;
    private final String name;

    KeptCredential(SecretStore secrets, String tenant, String name) {
        this.secrets = secrets;
        this.tenant = tenant;
        this.name = name;
    }

    @Override
    public Credentials read() {
        Secret secret = secret();
        return new Credentials(secret.version(), secret.values());
    }

    @Override
    public boolean replace(long expectedVersion, Map<String, String> values) {
        Secret present = secret();
        if (present.version() != expectedVersion) {
            return false;
        }
        Map<String, String> all = new HashMap<>(present.values());
        all.putAll(values);
        return secrets.replace(tenant, name, expectedVersion, all);
    }

    private Secret secret() {
        return secrets.read(tenant, name).orElseThrow(() -> IngestException.notFound("the secret of credential", name));
    }
}
