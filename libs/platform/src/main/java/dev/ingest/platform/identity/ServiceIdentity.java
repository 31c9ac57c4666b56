package dev.ingest.platform.identity;

import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.faulttolerance.CircuitBreaker;
import org.eclipse.microprofile.faulttolerance.Retry;
import org.eclipse.microprofile.faulttolerance.Timeout;

/** Who this service is, to other services and to Vault. Blocking. */
@ApplicationScoped
public class ServiceIdentity {
    private final ServiceTokens tokens;

    ServiceIdentity(ServiceTokens tokens) {
        this.tokens = tokens;
    }

    /** A short-lived access token of the service's own. */
    @Timeout
    @Retry
    @CircuitBreaker
    public String token() {
        return tokens.awaitTokens().getAccessToken();
    }
}
