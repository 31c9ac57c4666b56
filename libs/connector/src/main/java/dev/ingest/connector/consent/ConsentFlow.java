package dev.ingest.connector.consent;

import dev.ingest.connector.config.Places;
import dev.ingest.connector.http.CodeExchange;
import dev.ingest.connector.http.HttpSession;
import dev.ingest.connector.http.ReadException;
import dev.ingest.connector.manifest.Consent;
import dev.ingest.expression.JsonText;
import dev.ingest.expression.Python;
import dev.ingest.expression.Value;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * The two steps of a consent: {@link #start} gives the address to send the user to, {@link #finish} takes what the API
 * sent back with the user and gives the values that the configuration needs. Immutable.
 */
public final class ConsentFlow {
    /** Shortest and longest state where the manifest does not say: enough for a PKCE verifier (RFC 7636). */
    private static final Consent.StateLength STATE = new Consent.StateLength(43, 43);

    private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

    /** The app that the operator registered with the API. */
    public record App(String clientId, String clientSecret, String redirectUri) {
        @Override
        public String toString() {
            return "App[" + clientId + ", " + redirectUri + "]";
        }
    }

    /**
     * @param url to send the user to
     * @param state to keep until the user comes back, and to compare with what comes back
     */
    public record Start(String url, String state) {}

    private final Consent consent;
    private final Consent.Exchange exchange;

    private ConsentFlow(Consent consent, Consent.Exchange exchange) {
        this.consent = consent;
        this.exchange = exchange;
    }

    /** Empty where the manifest leaves the requests to another service. */
    public static Optional<ConsentFlow> of(Consent consent) {
        return consent.exchange().map(exchange -> new ConsentFlow(consent, exchange));
    }

    /** Where the configuration has the app's part of that name: {@code client_id} or {@code client_secret}. */
    public List<String> appPath(String name) {
        return consent.appOutputs().getOrDefault(name, List.of(name));
    }

    /** Where the configuration gets what the exchange gives. */
    public List<List<String>> outputPaths() {
        return wanted().stream().map(this::outputPath).toList();
    }

    /**
     * The app that a configuration names; empty if it has none. Without a secret it is a public one.
     *
     * @param config with its secrets
     */
    public Optional<App> app(Value.Dict config, String redirectUri) {
        return Places.find(config, appPath("client_id"))
                .filter(Python::truth)
                .map(id -> new App(
                        Python.str(id),
                        Places.find(config, appPath("client_secret"))
                                .map(Python::str)
                                .orElse(""),
                        redirectUri));
    }

    /** The data as the manifest has it. */
    public Consent data() {
        return consent;
    }

    /**
     * @param config with what the user must have filled in before
     * @throws ReadException of kind CONFIG when the template asks for something that is not there
     */
    public Start start(App app, Value.Dict config, RandomGenerator random) {
        Consent.StateLength length = exchange.stateLength().orElse(STATE);
        String state = random.ints(
                        Math.max(length.least(), Math.min(length.most(), STATE.most())), 0, ALPHABET.length())
                .collect(StringBuilder::new, (text, i) -> text.append(ALPHABET.charAt(i)), StringBuilder::append)
                .toString();
        return new Start(ConsentTemplate.render(exchange.consentUrl(), values(app, config, state)), state);
    }

    /**
     * Exchanges the code.
     *
     * @param state as {@link #start} gave it
     * @return what the configuration needs: path → value
     * @throws ReadException of kind AUTH when the API refuses; it holds no secrets
     */
    public Map<List<String>, String> finish(
            App app, Value.Dict config, String state, String code, HttpSession session, Instant deadline) {
        session.redactor().add(app.clientSecret());
        session.redactor().add(code);
        Map<String, String> values = values(app, config, state);
        values.put("auth_code_value", code);
        Map<String, String> headers = rendered(exchange.headers(), values);
        String url = ConsentTemplate.render(exchange.tokenUrl(), values);
        Value answer = exchange.parameters()
                .map(parameters -> rendered(parameters, values))
                .map(parameters -> CodeExchange.send(session, url, headers, parameters, deadline))
                .orElseGet(() -> CodeExchange.send(session, url, headers, deadline));
        return outputs(answer, session);
    }

    private Map<List<String>, String> outputs(Value answer, HttpSession session) {
        Map<List<String>, String> outputs = new LinkedHashMap<>();
        for (String path : wanted()) {
            List<String> parts = Arrays.asList(path.split("\\.", -1));
            String text = Places.find(answer, parts)
                    .map(value -> value instanceof Value.Str(var plain) ? plain : JsonText.compact(value))
                    .orElseThrow(() -> new ReadException(
                            ReadException.Kind.AUTH, "the API's answer to the code has no '" + path + "'"));
            session.redactor().add(text);
            outputs.put(outputPath(path), text);
        }
        return outputs;
    }

    private List<String> wanted() {
        return exchange.extract().isEmpty() ? List.copyOf(consent.outputs().keySet()) : exchange.extract();
    }

    private List<String> outputPath(String extracted) {
        String name = extracted.substring(extracted.lastIndexOf('.') + 1);
        return consent.outputs().getOrDefault(name, List.of(name));
    }

    private static Map<String, String> rendered(Value.Dict templates, Map<String, String> values) {
        Map<String, String> rendered = new LinkedHashMap<>();
        templates
                .entries()
                .forEach((name, value) -> rendered.put(
                        ConsentTemplate.render(Python.str(name), values),
                        ConsentTemplate.render(Python.str(value), values)));
        return rendered;
    }

    private Map<String, String> values(App app, Value.Dict config, String state) {
        Map<String, String> values = new HashMap<>();
        for (String name : List.of("client_id", "client_secret", "scope", "state", "redirect_uri")) {
            values.put(name + "_key", exchange.keys().getOrDefault(name + "_key", name));
        }
        values.put("auth_code_key", exchange.keys().getOrDefault("auth_code_key", "code"));
        values.put("client_id_value", app.clientId());
        values.put("client_secret_value", app.clientSecret());
        values.put("redirect_uri_value", app.redirectUri());
        values.put("scope_value", exchange.scopes());
        values.put("scopes_value", exchange.scopes());
        values.put("optional_scopes_value", exchange.optionalScopes());
        values.put("state_value", state);
        List<String> missing = new ArrayList<>();
        consent.userInputs()
                .forEach((name, path) -> Places.find(config, path)
                        .ifPresentOrElse(
                                value -> values.put(name, Python.str(value)),
                                () -> missing.add(String.join(".", path))));
        if (!missing.isEmpty()) {
            throw new ReadException(
                    ReadException.Kind.CONFIG,
                    "config." + missing.getFirst() + ": is missing (expected before a consent)");
        }
        return values;
    }
}
