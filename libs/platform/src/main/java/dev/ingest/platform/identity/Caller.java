package dev.ingest.platform.identity;

import dev.ingest.contracts.error.ErrorCode;
import dev.ingest.contracts.error.IngestException;
import io.quarkus.security.identity.SecurityIdentity;
import jakarta.enterprise.context.RequestScoped;
import java.util.Optional;
import java.util.Set;
import org.eclipse.microprofile.jwt.JsonWebToken;

/** Whoever makes the current call. */
@RequestScoped
public class Caller {
    /** The identity attribute that holds the tenant where no claim does: of a token that is no JWT, or of a tenant's member. */
    public static final String TENANT_ATTRIBUTE = "ingest.tenant";

    static final String TENANT_CLAIM = "tenant";

    private final SecurityIdentity identity;

    Caller(SecurityIdentity identity) {
        this.identity = identity;
    }

    /** Whoever has been identified elsewhere than in a call's own scope. */
    public static Caller of(SecurityIdentity identity) {
        return new Caller(identity);
    }

    /** The tenant whose things this call sees; {@link ErrorCode#PERMISSION_DENIED} if the token names none. */
    public String tenant() {
        return claimed()
                .or(() -> Optional.ofNullable(identity.getAttribute(TENANT_ATTRIBUTE)))
                .orElseThrow(() -> new IngestException(ErrorCode.PERMISSION_DENIED, "the token belongs to no tenant"));
    }

    private Optional<String> claimed() {
        return identity.getPrincipal() instanceof JsonWebToken token
                ? token.<String>claim(TENANT_CLAIM)
                : Optional.empty();
    }

    /** What the caller may do: names of {@link Roles}. */
    public Set<String> roles() {
        return identity.getRoles();
    }

    /** Who it is, for the log. */
    public String name() {
        return identity.getPrincipal().getName();
    }
}
