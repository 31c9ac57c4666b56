package dev.ingest.executor.trial;

import dev.ingest.connector.ConnectorSession;
import dev.ingest.connector.ConsentSteps;
import dev.ingest.connector.consent.ConsentFlow;
import dev.ingest.connector.http.ReadException;
import dev.ingest.contracts.error.ErrorCode;
import dev.ingest.contracts.error.IngestException;
import dev.ingest.contracts.trial.ConsentExchange;
import dev.ingest.executor.session.Sources;
import dev.ingest.platform.secret.FilledConfig;
import dev.ingest.platform.secret.Secret;
import dev.ingest.platform.secret.SecretStore;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Ends consents: the code becomes tokens, which go from the API straight into the secret store. */
@Singleton
final class Consents {
    /** How often the credential may be written by somebody else in between. */
    private static final int TRIES = 5;

    private static final List<String> APP = List.of("client_id", "client_secret");

    private final Sources sources;
    private final SecretStore secrets;
    private final TrialSettings settings;
    private final Clock clock = Clock.systemUTC();

    Consents(Sources sources, SecretStore secrets, TrialSettings settings) {
        this.sources = sources;
        this.secrets = secrets;
        this.settings = settings;
    }

    TrialAnswer.Consent exchange(ConsentExchange request) {
        ConsentSteps steps = sources.connector(request.tenant(), request.connector(), request.version())
                .consent()
                .orElseThrow(() -> IngestException.invalid("connector '%s@%d' has no consent in its manifest"
                        .formatted(request.connector(), request.version())));
        Instant deadline = clock.instant().plus(settings.timeMax());
        try (ConnectorSession session = sources.newSession(request.tenant())) {
            return new TrialAnswer.Consent(kept(request, given(request, steps, session, deadline)), Optional.empty());
        } catch (ReadException refused) {
            return new TrialAnswer.Consent(
                    List.of(), Optional.of(new TrialAnswer.Problem(refused.kind(), refused.reason())));
        }
    }

    /** What the credential gets, by dotted path. The app too where it is not the credential's own: it renews the tokens. */
    private Map<String, String> given(
            ConsentExchange request, ConsentSteps steps, ConnectorSession session, Instant deadline) {
        Map<String, Object> config =
                FilledConfig.of(request.config(), present(request).values());
        Map<String, String> values = new HashMap<>();
        if (steps.app(config, request.redirectUri()).isEmpty()) {
            values.putAll(lent(request, steps));
        }
        ConsentFlow.App app = steps.app(FilledConfig.of(config, values), request.redirectUri())
                .orElseThrow(() -> new ReadException(
                        ReadException.Kind.CONFIG,
                        "config.%s: is missing (expected: the id of the OAuth app)"
                                .formatted(dotted(steps.appPath("client_id")))));
        steps.finish(app, config, request.state(), request.code(), session, deadline)
                .forEach((path, value) -> values.put(dotted(path), value));
        return values;
    }

    /** The operator's app, where the manifest looks for one. */
    private Map<String, String> lent(ConsentExchange request, ConsentSteps steps) {
        Map<String, String> app = request.app()
                .flatMap(name -> secrets.read(request.tenant(), name))
                .map(Secret::values)
                .orElse(Map.of());
        Map<String, String> values = new HashMap<>();
        for (String part : APP) {
            String value = app.get(part);
            if (value != null) {
                values.put(dotted(steps.appPath(part)), value);
            }
        }
        return values;
    }

    private List<String> kept(ConsentExchange request, Map<String, String> values) {
        for (int i = 0; i < TRIES; i++) {
            Secret present = present(request);
            Map<String, String> all = new TreeMap<>(present.values());
            all.putAll(values);
            if (secrets.replace(request.tenant(), request.credential(), present.version(), all)) {
                return List.copyOf(all.keySet());
            }
        }
        throw new IngestException(
                ErrorCode.UNAVAILABLE,
                "credential '%s' was written by others %d times meanwhile: grant access again"
                        .formatted(request.credential(), TRIES));
    }

    private Secret present(ConsentExchange request) {
        return secrets.read(request.tenant(), request.credential()).orElseGet(() -> new Secret(0, Map.of()));
    }

    private static String dotted(List<String> path) {
        return String.join(".", path);
    }
}
