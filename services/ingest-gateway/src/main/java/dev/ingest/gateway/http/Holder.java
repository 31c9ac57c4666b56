package dev.ingest.gateway.http;

import dev.ingest.contracts.config.AccessTokenSpec;
import dev.ingest.contracts.error.ErrorCode;
import dev.ingest.contracts.error.IngestException;
import dev.ingest.gateway.token.IssuedTokens;
import dev.ingest.gateway.token.SnowflakeToken;
import dev.ingest.platform.identity.Caller;
import io.quarkus.oidc.OIDCException;
import io.quarkus.security.AuthenticationFailedException;
import jakarta.enterprise.context.RequestScoped;
import jakarta.ws.rs.core.HttpHeaders;
import java.util.Optional;
import java.util.Set;

/** Who calls: the holder of a token that we issued, or of one of the OIDC provider. */
@RequestScoped
class Holder {
    private static final String BEARER = "bearer ";

    private final IssuedTokens tokens;
    private final Caller caller;

    Holder(IssuedTokens tokens, Caller caller) {
        this.tokens = tokens;
        this.caller = caller;
    }

    /**
     * @param tenant whom the call acts for
     * @param roles what the caller is
     */
    record Identity(String tenant, Set<String> roles) {}

    /** Who has this role and calls; throws {@code UNAUTHENTICATED} or {@code PERMISSION_DENIED}. */
    Identity with(String role, HttpHeaders headers) {
        String authorization = Optional.ofNullable(headers.getHeaderString(HttpHeaders.AUTHORIZATION))
                .orElseThrow(IssuedTokens::unauthenticated);
        Optional<String> issued = SnowflakeToken.of(authorization);
        if (issued.isPresent()) {
            AccessTokenSpec token = tokens.holder(issued.get(), role);
            return new Identity(token.tenant(), token.roles());
        }
        if (!authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
            throw IssuedTokens.unauthenticated();
        }
        return bearer(role);
    }

    /** The framework verifies the token when it is first asked about its holder. */
    private Identity bearer(String role) {
        try {
            if (!caller.roles().contains(role)) {
                throw new IngestException(ErrorCode.PERMISSION_DENIED, "the token's roles do not allow this");
            }
            return new Identity(caller.tenant(), caller.roles());
        } catch (AuthenticationFailedException refused) {
            throw new IngestException(ErrorCode.UNAUTHENTICATED, "a valid token is required", refused);
        } catch (OIDCException away) {
            throw new IngestException(ErrorCode.UNAVAILABLE, "the identity provider cannot be asked", away);
        }
    }
}
