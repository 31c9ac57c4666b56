package dev.ingest.contracts.trial;

import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Try a connector with a configuration.
 *
 * @param tenant whose connector
 * @param connector its name
 * @param version its version
 * @param config the configuration without secrets
 * @param credential name of the credential whose values complete it, or none
 * @param stream the stream to read or to discover in full, or none
 * @param records most records to answer with
 * @param personal columns known to be personal, beside those that the manifest's schema marks
 */
public record TrialRequest(
        String tenant,
        String connector,
        int version,
        Map<String, Object> config,
        Optional<String> credential,
        Optional<String> stream,
        int records,
        Set<String> personal) {
    public TrialRequest {
        personal = Set.copyOf(personal);
    }
}
