package dev.ingest.gateway.http;

import dev.ingest.contracts.error.ErrorCode;
import dev.ingest.contracts.error.IngestException;
import dev.ingest.gateway.token.IssuedTokens;
import dev.ingest.gateway.token.SnowflakeToken;
import dev.ingest.platform.identity.Caller;
import dev.ingest.platform.identity.Roles;
import io.quarkus.oidc.OIDCException;
import io.quarkus.security.AuthenticationFailedException;
import jakarta.enterprise.context.RequestScoped;
import jakarta.ws.rs.core.HttpHeaders;
import java.util.Optional;

/** Who posts records: the holder of a token that we issued, or of one of the OIDC provider. */
@RequestScoped
class Producer {
    private static final String BEARER = "bearer ";

    private final IssuedTokens tokens;
    private final Caller caller;

    Producer(IssuedTokens tokens, Caller caller) {
        this.tokens = tokens;
        this.caller = caller;
    }

    /** The tenant the call acts for; throws {@code UNAUTHENTICATED} or {@code PERMISSION_DENIED}. */
    String tenant(HttpHeaders headers) {
        String authorization = Optional.ofNullable(headers.getHeaderString(HttpHeaders.AUTHORIZATION))
                .orElseThrow(IssuedTokens::unauthenticated);
        Optional<String> issued = SnowflakeToken.of(authorization);
        if (issued.isPresent()) {
            return tokens.tenant(issued.get(), Roles.PRODUCER);
        }
        if (!authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
            throw IssuedTokens.unauthenticated();
        }
        return bearer();
    }

    /** The framework verifies the token when it is first asked about its holder. */
    private String bearer() {
        try {
            if (!caller.roles().contains(Roles.PRODUCER)) {
                throw new IngestException(ErrorCode.PERMISSION_DENIED, "the token's roles do not allow this");
            }
            return caller.tenant();
        } catch (AuthenticationFailedException refused) {
            throw new IngestException(ErrorCode.UNAUTHENTICATED, "a valid token is required", refused);
        } catch (OIDCException away) {
            throw new IngestException(ErrorCode.UNAVAILABLE, "the identity provider cannot be asked", away);
        }
    }
}
