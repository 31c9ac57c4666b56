package dev.ingest.gateway.token;

import dev.ingest.contracts.error.ErrorCode;
import dev.ingest.contracts.error.IngestException;
import java.util.Set;

/**
 * Who calls.
 *
 * @param tenant whom the call acts for
 * @param holder whose posts are counted together: a token, a user with a key, or a subject of the OIDC provider; unique among all
 *     tenants, and no tenant's name
 * @param roles what the caller is
 */
public record Identity(String tenant, String holder, Set<String> roles) {
    public Identity {
        roles = Set.copyOf(roles);
    }

    /** The same; throws {@code PERMISSION_DENIED} without that role. */
    public Identity with(String role) {
        if (!roles.contains(role)) {
            throw new IngestException(ErrorCode.PERMISSION_DENIED, "the token's roles do not allow this");
        }
        return this;
    }
}
