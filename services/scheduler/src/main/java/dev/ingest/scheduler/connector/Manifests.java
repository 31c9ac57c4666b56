package dev.ingest.scheduler.connector;

import dev.ingest.connector.Connector;
import dev.ingest.connector.ConsentSteps;
import dev.ingest.connector.http.ReadException;
import dev.ingest.connector.manifest.ManifestException;
import dev.ingest.contracts.error.ErrorCode;
import dev.ingest.contracts.error.IngestException;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads manifests. That computes for long: it is not for the event loop. */
@Singleton
public final class Manifests {
    /** Manifests whose runs are planned more than once: of many tenants they are often the same. */
    private static final int PLANNED_MAX = 32;

    /** A longer one is read each time: read, it takes many times as much memory. */
    private static final int PLANNED_CHARACTERS_MAX = 64 * 1024;

    /** By the manifest's fingerprint. */
    private final Map<String, Planner> planned = Collections.synchronizedMap(new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Planner> eldest) {
            return size() > PLANNED_MAX;
        }
    });

    /** The manifest's streams; {@code INVALID_ARGUMENT} begins with the path of what is wrong in it. */
    List<StreamInfo> streams(String manifest) {
        return load(manifest).streams().stream().map(Manifests::info).toList();
    }

    /**
     * What a user fills in.
     *
     * @param lent whether the operator lends an app, so that nobody has to fill in theirs
     */
    SpecResource.View spec(String manifest, boolean lent) {
        Connector connector = load(manifest);
        return new SpecResource.View(
                connector.spec(), connector.consent().map(steps -> SpecResource.Consent.of(steps, lent)));
    }

    /** How a user grants access in a browser; empty where the manifest does not say how. */
    public Optional<ConsentSteps> consent(String manifest) {
        return load(manifest).consent();
    }

    /** Refuses a configuration with a secret in it, which would be kept where everybody of the tenant reads it. */
    public void refuseSecrets(String manifest, Map<String, Object> config) {
        refuseSecrets(load(manifest), config);
    }

    private static void refuseSecrets(Connector connector, Map<String, Object> config) {
        SecretFields.of(connector.spec(), config).ifPresent(field -> {
            throw IngestException.invalid("config.%s: is a secret (expected: in the credential)".formatted(field));
        });
    }

    /**
     * Refuses a configuration that the manifest does not allow. What the credential has a key for is its business: it is
     * filled in when a slice is read.
     */
    public void checkConfig(String manifest, Map<String, Object> config, List<String> credentialKeys) {
        Connector connector = load(manifest);
        refuseSecrets(connector, config);
        List<String> problems = connector.validateConfig(config).stream()
                .filter(problem -> credentialKeys.stream().noneMatch(key -> fills(key, problem)))
                .toList();
        if (!problems.isEmpty()) {
            throw IngestException.invalid(String.join("; ", problems));
        }
    }

    /** Whether a credential's key, a dotted path, fills in what the problem is about, or something within it. */
    private static boolean fills(String key, String problem) {
        String path = problem.substring(0, Math.max(0, problem.indexOf(':')));
        return ("config." + key).equals(path) || ("config." + key).startsWith(path + ".");
    }

    /**
     * Plans for the pipelines of a manifest, if it has been read: it is short, and among those that were used last. This does not
     * compute: it is for the event loop, too.
     *
     * @param sha256 as {@link ConnectorVersion#sha256}
     */
    public Optional<Planner> read(String sha256) {
        return Optional.ofNullable(planned.get(sha256));
    }

    /** Plans for the pipelines of a manifest, which is read if it has not been. */
    public Planner planner(ConnectorVersion version) {
        return read(version.sha256).orElseGet(() -> {
            Planner planner = new Planner(load(version.manifest));
            if (version.manifest.length() <= PLANNED_CHARACTERS_MAX) {
                planned.put(version.sha256, planner);
            }
            return planner;
        });
    }

    /** Plans with one manifest. */
    public static final class Planner {
        private final Connector connector;

        private Planner(Connector connector) {
            this.connector = connector;
        }

        /**
         * The next slices of streams.
         *
         * @param checkpoints for each stream to plan, where it is
         * @param now where an open end lies
         * @return the plan of each
         */
        public Map<String, StreamPlan> plan(
                Map<String, Object> config, Map<String, Optional<String>> checkpoints, Instant now) {
            Map<String, StreamPlan> plans = new LinkedHashMap<>();
            checkpoints.forEach((stream, checkpoint) ->
                    plans.put(stream, Manifests.plan(connector, stream, config, checkpoint, now)));
            return plans;
        }
    }

    private static StreamPlan plan(
            Connector connector, String stream, Map<String, Object> config, Optional<String> checkpoint, Instant now) {
        try {
            return new StreamPlan.Planned(connector.plan(stream, config, checkpoint, now).stream()
                    .map(slice -> new SliceBounds(slice.start(), slice.end()))
                    .toList());
        } catch (ReadException invalid) {
            return new StreamPlan.Unplannable(invalid.reason());
        }
    }

    private static Connector load(String manifest) {
        try {
            return Connector.load(manifest);
        } catch (ManifestException unusable) {
            throw new IngestException(ErrorCode.INVALID_ARGUMENT, String.valueOf(unusable.getMessage()), unusable);
        }
    }

    private static StreamInfo info(dev.ingest.connector.StreamInfo stream) {
        return new StreamInfo(
                stream.name(),
                SchemaColumns.of(stream.jsonSchema()),
                stream.primaryKey().stream().map(path -> String.join(".", path)).toList(),
                stream.cursorField().filter(field -> !field.contains("{{")),
                stream.incremental());
    }
}
