package dev.ingest.connector.extension;

import java.util.Map;

/** Stands in a requester's {@code authenticator}. What it gives is taken for secret and goes to no other host. */
@FunctionalInterface
public non-sealed interface CustomAuthenticator extends Extension {
    /** Headers that prove who sends a request; everything else of it is there, {@link #parameters} included. */
    Map<String, String> headers(OutgoingRequest request, Access access);

    /** Parameters for the address that prove it. */
    default Map<String, String> parameters(OutgoingRequest request, Access access) {
        return Map.of();
    }
}
