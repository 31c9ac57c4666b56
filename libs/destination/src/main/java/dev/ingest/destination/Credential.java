package dev.ingest.destination;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.ingest.contracts.config.DestinationSpec;
import dev.ingest.contracts.destination.Policy;
import dev.ingest.lake.LakeCredentials.CatalogKey;
import dev.ingest.lake.LakeCredentials.Login;
import dev.ingest.lake.LakeCredentials.Token;
import dev.ingest.platform.secret.Secret;
import dev.ingest.platform.secret.SecretStore;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The secret that a destination names, read when something of it is needed. */
final class Credential {
    private static final String CLIENT_ID = "rest.client-id";
    private static final String CLIENT_SECRET = "rest.client-secret";
    private static final String TOKEN = "rest.token";

    private static final int SESSION_LENGTH_MAX = 64;
    private static final JsonMapper JSON = new JsonMapper();

    private final String tenant;
    private final DestinationSpec spec;
    private final SecretStore secrets;

    Credential(String tenant, DestinationSpec spec, SecretStore secrets) {
        this.tenant = tenant;
        this.spec = spec;
        this.secrets = secrets;
    }

    Login login(String id, String secret) {
        Map<String, String> values = values();
        for (String key : List.of(id, secret)) {
            if (!values.containsKey(key)) {
                throw unfit("credential: %s is missing".formatted(key));
            }
        }
        return new Login(values.getOrDefault(id, ""), values.getOrDefault(secret, ""));
    }

    /** @param needed whether the destination says where tokens are had, so that there has to be a client */
    Optional<CatalogKey> ofRest(boolean needed) {
        if (spec.credential().isEmpty() && !needed) {
            return Optional.empty();
        }
        Map<String, String> values = values();
        if (needed || values.containsKey(CLIENT_ID)) {
            return Optional.of(login(CLIENT_ID, CLIENT_SECRET));
        }
        return Optional.ofNullable(values.get(TOKEN)).map(Token::new);
    }

    /** The tenant's role: the external id keeps another tenant from naming it, the policy keeps it to this destination. */
    Role role(String arn, Policy policy) {
        String externalId =
                spec.externalId().orElseThrow(() -> unfit("the control plane does not say the tenant's external id"));
        try {
            return new Role(arn, externalId, session(), JSON.writeValueAsString(policy.json()));
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("a policy is plain text", impossible);
        }
    }

    /** AWS takes 64 characters, which a tenant's id and a word may be more than. */
    private String session() {
        String name = "ingest-" + tenant;
        return name.substring(0, Math.min(name.length(), SESSION_LENGTH_MAX));
    }

    IllegalArgumentException unfit(String message) {
        return new IllegalArgumentException("destination %s: %s".formatted(spec.name(), message));
    }

    private Map<String, String> values() {
        String name = spec.credential().orElseThrow(() -> unfit("credential: missing"));
        return secrets.read(tenant, name)
                .map(Secret::values)
                .orElseThrow(() -> unfit("credential '%s' does not exist".formatted(name)));
    }
}
