package dev.ingest.contracts.trial;

import java.util.Map;
import java.util.Optional;

/**
 * Exchange the code that an API sent back with a user who granted access, and keep what it gives in a credential.
 *
 * @param tenant whose connector
 * @param connector its name
 * @param version its version
 * @param config the configuration without secrets
 * @param credential name of the credential that completes it and takes what the exchange gives; it need not exist yet
 * @param app name of the secret that has the app, {@code client_id} and {@code client_secret}, where the configuration has none
 * @param redirectUri where the user was sent back to, as the API was told before
 * @param state as the API was told before
 * @param code what the API sent back
 */
public record ConsentExchange(
        String tenant,
        String connector,
        int version,
        Map<String, Object> config,
        String credential,
        Optional<String> app,
        String redirectUri,
        String state,
        String code) {
    /** Hides the code, and the state that proves who asked for it. */
    @Override
    public String toString() {
        return "ConsentExchange[%s/%s@%d, %s]".formatted(tenant, connector, version, credential);
    }
}
