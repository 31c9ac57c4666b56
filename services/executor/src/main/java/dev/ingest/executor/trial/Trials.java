package dev.ingest.executor.trial;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ingest.connector.CheckResult;
import dev.ingest.connector.ConfiguredConnector;
import dev.ingest.connector.Connector;
import dev.ingest.connector.ConnectorSession;
import dev.ingest.connector.StreamInfo;
import dev.ingest.connector.http.ReadException;
import dev.ingest.connector.read.PageSink;
import dev.ingest.connector.read.PageSink.Flow;
import dev.ingest.connector.read.Slice;
import dev.ingest.connector.read.SliceResult;
import dev.ingest.contracts.error.IngestException;
import dev.ingest.contracts.trial.TrialRequest;
import dev.ingest.executor.session.Sources;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Tries connectors: whether a configuration works, what it brings, and what records look like. */
@Singleton
final class Trials {
    private final Sources sources;
    private final TrialSettings settings;
    private final ObjectMapper json;
    private final Clock clock = Clock.systemUTC();

    Trials(Sources sources, TrialSettings settings, ObjectMapper json) {
        this.sources = sources;
        this.settings = settings;
        this.json = json;
    }

    /** A connector with its configuration, for as long as a trial takes. */
    private record Trial(Connector connector, Map<String, Object> config, ConnectorSession session, Instant deadline) {
        ConfiguredConnector configured() {
            return connector.configured(config, session, deadline);
        }
    }

    private <A> A tried(TrialRequest request, Function<Trial, A> action) {
        String tenant = request.tenant();
        Connector connector = sources.connector(tenant, request.connector(), request.version());
        Instant deadline = clock.instant().plus(settings.timeMax());
        if (request.credential().isPresent()) {
            String credential = request.credential().get();
            Map<String, Object> config = sources.filled(request.config(), tenant, credential);
            return action.apply(new Trial(connector, config, sources.session(tenant, credential), deadline));
        }
        try (ConnectorSession session = sources.newSession(tenant)) {
            return action.apply(new Trial(connector, request.config(), session, deadline));
        }
    }

    TrialAnswer.Check check(TrialRequest request) {
        return tried(request, trial -> {
            CheckResult result = trial.connector().check(trial.config(), trial.session(), trial.deadline());
            return switch (result) {
                case CheckResult.Succeeded succeeded -> new TrialAnswer.Check(true, Optional.empty());
                case CheckResult.Failed(var kind, var message) ->
                    new TrialAnswer.Check(false, Optional.of(new TrialAnswer.Problem(kind, message)));
            };
        });
    }

    TrialAnswer.Discovery discover(TrialRequest request) {
        return tried(request, trial -> {
            try {
                ConfiguredConnector configured = trial.configured();
                return new TrialAnswer.Discovery(
                        configured.streams().stream()
                                .map(stream -> stream(stream, schema(stream, configured, request)))
                                .toList(),
                        Optional.empty());
            } catch (ReadException failed) {
                return new TrialAnswer.Discovery(List.of(), Optional.of(problem(failed)));
            }
        });
    }

    /** Inferring a schema takes calls, so it is done for the stream that is asked for only. */
    private static Map<String, @Nullable Object> schema(
            StreamInfo stream, ConfiguredConnector configured, TrialRequest request) {
        boolean asked = request.stream().filter(stream.name()::equals).isPresent();
        return asked && stream.jsonSchema().isEmpty() ? configured.schema(stream.name()) : stream.jsonSchema();
    }

    private static TrialAnswer.Stream stream(StreamInfo stream, Map<String, @Nullable Object> schema) {
        return new TrialAnswer.Stream(
                stream.name(),
                stream.primaryKey().stream().map(path -> String.join(".", path)).toList(),
                stream.cursorField(),
                stream.incremental(),
                schema);
    }

    TrialAnswer.Records read(TrialRequest request) {
        String stream = request.stream().orElseThrow(() -> IngestException.invalid("stream: missing"));
        if (request.records() < 1 || request.records() > settings.recordsMax()) {
            throw IngestException.invalid(
                    "limit: %d (expected: 1 to %d)".formatted(request.records(), settings.recordsMax()));
        }
        return tried(request, trial -> read(trial, stream, request));
    }

    private TrialAnswer.Records read(Trial trial, String stream, TrialRequest request) {
        ConfiguredConnector configured = trial.configured();
        try {
            Set<String> personal = new TreeSet<>(request.personal());
            configured.streams().stream()
                    .filter(each -> each.name().equals(stream))
                    .forEach(each -> personal.addAll(PersonalColumns.of(each.jsonSchema())));
            var shown =
                    new ShownRecords(json, personal, trial.session()::redact, request.records(), settings.bytesMax());
            Optional<TrialAnswer.Problem> problem = read(configured, stream, shown);
            return new TrialAnswer.Records(
                    shown.records(), List.copyOf(shown.masked()), shown.more(), shown.oversized(), problem);
        } catch (ReadException failed) {
            return new TrialAnswer.Records(List.of(), List.of(), false, List.of(), Optional.of(problem(failed)));
        }
    }

    /** The newest slices have what a person expects to see. */
    private Optional<TrialAnswer.Problem> read(ConfiguredConnector configured, String stream, ShownRecords shown) {
        List<Slice> newestFirst = configured.plan(stream, Optional.empty()).reversed();
        for (Slice slice : newestFirst.stream().limit(settings.slicesMax()).toList()) {
            // One more than is shown, so that it can be said whether there are more.
            PageSink sink = PageSink.asked(shown.recordsMax() + 1, page -> {
                shown.add(page.records());
                shown.tell(page.oversized());
                return shown.isFull() ? Flow.STOP : Flow.CONTINUE;
            });
            SliceResult result = configured.read(stream, slice, sink);
            Optional<TrialAnswer.Problem> problem = problem(result, shown);
            if (problem.isPresent() || shown.isFull()) {
                return problem;
            }
        }
        return Optional.empty();
    }

    private static Optional<TrialAnswer.Problem> problem(SliceResult result, ShownRecords shown) {
        return switch (result) {
            case SliceResult.Completed completed -> Optional.empty();
            case SliceResult.Deferred deferred ->
                shown.isFull()
                        ? Optional.empty()
                        : Optional.of(new TrialAnswer.Problem(
                                ReadException.Kind.RATE_LIMIT,
                                "there was no time for more; go on at %s".formatted(deferred.notBefore())));
            case SliceResult.Failed(var kind, var message) -> Optional.of(new TrialAnswer.Problem(kind, message));
        };
    }

    private static TrialAnswer.Problem problem(ReadException failed) {
        return new TrialAnswer.Problem(failed.kind(), failed.reason());
    }
}
