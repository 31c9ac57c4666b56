package dev.ingest.connector.manifest;

import dev.ingest.expression.Value;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How a user grants access in a browser, as data for whoever shows that page.
 *
 * @param flow {@code oauth2.0} or {@code oauth1.0}
 * @param predicateKey path in the configuration whose value decides whether this way is used; empty for always
 * @param userInputs what the user must have filled in before: name → path in the configuration
 * @param outputs what the exchange gives: name → path in the configuration
 * @param appInputs names of what the operator of the app must supply, such as {@code client_id}
 * @param appOutputs of those, what the configuration needs too: name → path
 */
public record Consent(
        String flow,
        List<String> predicateKey,
        Optional<String> predicateValue,
        Optional<Exchange> exchange,
        Map<String, List<String>> userInputs,
        Map<String, List<String>> outputs,
        List<String> appInputs,
        Map<String, List<String>> appOutputs) {
    /**
     * The two requests. Texts are templates of a language of their own: see the class that renders them.
     *
     * @param scopes joined as the API wants them
     * @param parameters of the exchange; absent for all in the URL
     * @param extract paths, by dots, of what the exchange's answer holds
     * @param keys names of parameters that differ from the usual ones, such as {@code client_id_key}
     * @param stateLength shortest and longest, where the API says
     */
    public record Exchange(
            String consentUrl,
            String tokenUrl,
            String scopes,
            String optionalScopes,
            Optional<Value.Dict> parameters,
            Value.Dict headers,
            List<String> extract,
            Map<String, String> keys,
            Optional<StateLength> stateLength) {}

    public record StateLength(int least, int most) {}
}
