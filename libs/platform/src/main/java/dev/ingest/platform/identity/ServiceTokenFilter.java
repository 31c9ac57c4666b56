package dev.ingest.platform.identity;

import jakarta.inject.Singleton;
import jakarta.ws.rs.client.ClientRequestContext;
import jakarta.ws.rs.client.ClientRequestFilter;
import jakarta.ws.rs.core.HttpHeaders;

/** Puts the service's token on a call. Not the extension's own filter: that one knows no circuit breaker. */
@Singleton
public class ServiceTokenFilter implements ClientRequestFilter {
    private final ServiceIdentity identity;

    ServiceTokenFilter(ServiceIdentity identity) {
        this.identity = identity;
    }

    @Override
    public void filter(ClientRequestContext call) {
        call.getHeaders().putSingle(HttpHeaders.AUTHORIZATION, "Bearer " + identity.token());
    }
}
