package dev.ingest.connector;

import dev.ingest.connector.consent.ConsentFlow;
import dev.ingest.connector.http.ReadException;
import dev.ingest.connector.manifest.Consent;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** A consent for whoever shows its page: an address, then an exchange. */
public final class ConsentSteps {
    private final ConsentFlow flow;

    ConsentSteps(ConsentFlow flow) {
        this.flow = flow;
    }

    /** The data as the manifest has it: when this way is used, what the app's operator must supply. */
    public Consent data() {
        return flow.data();
    }

    /** Where the configuration has the app's part of that name: {@code client_id} or {@code client_secret}. */
    public List<String> appPath(String name) {
        return flow.appPath(name);
    }

    /** Where the configuration gets what the exchange gives. */
    public List<List<String>> outputPaths() {
        return flow.outputPaths();
    }

    /**
     * The app that a configuration names; empty if it has none.
     *
     * @param config with its secrets
     */
    public Optional<ConsentFlow.App> app(Map<String, ?> config, String redirectUri) {
        return flow.app(JavaValues.dict(config), redirectUri);
    }

    /**
     * The address to send the user to.
     *
     * @param config with what the user must have filled in before
     * @param random for the state; a secure one
     * @throws ReadException of kind CONFIG when something is missing
     */
    public ConsentFlow.Start start(ConsentFlow.App app, Map<String, ?> config, RandomGenerator random) {
        return flow.start(app, JavaValues.dict(config), random);
    }

    /**
     * Exchanges the code that came back with the user.
     *
     * @param state as {@link #start} gave it; compare it with what came back first
     * @return what the configuration needs, secrets among it: path → value
     * @throws ReadException of kind AUTH when the API refuses; it holds no secrets
     */
    public Map<List<String>, String> finish(
            ConsentFlow.App app,
            Map<String, ?> config,
            String state,
            String code,
            ConnectorSession session,
            Instant deadline) {
        return flow.finish(app, JavaValues.dict(config), state, code, session.http(), deadline);
    }
}
