package dev.ingest.connector;

import dev.ingest.connector.http.ApiClient;
import dev.ingest.connector.http.DeferredException;
import dev.ingest.connector.http.HttpSession;
import dev.ingest.connector.http.ReadException;
import dev.ingest.connector.http.Unforeseen;
import dev.ingest.connector.manifest.EvaluationException;
import dev.ingest.connector.manifest.ManifestStream;
import dev.ingest.connector.manifest.Scope;
import dev.ingest.connector.manifest.Source;
import dev.ingest.connector.manifest.StreamDefinition;
import dev.ingest.connector.read.PageSink;
import dev.ingest.connector.read.Records;
import dev.ingest.connector.read.Slice;
import dev.ingest.connector.read.SliceReader;
import dev.ingest.connector.read.SliceResult;
import dev.ingest.connector.schema.InferredSchema;
import dev.ingest.connector.schema.RecordSchemas;
import dev.ingest.expression.ExpressionException;
import dev.ingest.expression.Value;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A connector with a configuration and a session: every stream there is. Thread-safe. What the API says of its streams
 * and schemas is asked once, so keep one for a run, not for ever.
 */
public final class ConfiguredConnector {
    /** Records from which a schema is inferred where the manifest has none. */
    private static final int INFERENCE_RECORDS = 100;

    private final Source source;
    private final Configuration configuration;
    private final HttpSession session;
    private final Instant deadline;
    private @Nullable Prepared prepared;

    /** What is worked out once, and only if it is needed: rules may fail. */
    private final class Prepared {
        private final Value.Dict values;
        private final Scope scope;
        private final Streams streams;
        private final Map<String, Value.Dict> schemas = new ConcurrentHashMap<>();

        private Prepared() {
            values = configuration.values(session.clock());
            configuration.hide(values, session.redactor());
            scope = Scope.of(values, session.clock());
            streams = new Streams(
                    source, scope, (records, visitor) -> Records.forEach(records, values, client(), visitor));
        }
    }

    ConfiguredConnector(Source source, Configuration configuration, HttpSession session, Instant deadline) {
        this.source = source;
        this.configuration = configuration;
        this.session = session;
        this.deadline = deadline;
        configuration.hide(configuration.given(), session.redactor());
    }

    /** The same, while a check lays its own values over the configuration. */
    ConfiguredConnector overridden(Value.Dict overrides) {
        Configuration overlaid = configuration.overridden(overrides);
        return overlaid.equals(configuration) ? this : new ConfiguredConnector(source, overlaid, session, deadline);
    }

    private synchronized Prepared prepared() {
        Prepared known = prepared;
        if (known == null) {
            known = new Prepared();
            prepared = known;
        }
        return known;
    }

    private ApiClient client() {
        return new ApiClient(session, source, deadline);
    }

    /** Why there is no answer now, where it cannot be waited for. */
    ReadException unmet(Instant notBefore) {
        return client().unmet(notBefore);
    }

    /**
     * Every stream of this configuration, in the manifest's order, those made from templates last.
     *
     * @throws ReadException when the configuration, the manifest or the API is at fault; its message holds no secrets
     */
    public List<StreamInfo> streams() {
        return safely(() -> prepared().streams.all().stream()
                .map(stream -> Streams.info(stream, source))
                .toList());
    }

    /** Streams by the name of the template they were made from; {@code throws} as {@link #streams}. */
    Map<String, List<ManifestStream>> generated() {
        return safely(() -> prepared().streams.generated());
    }

    /** What is wrong with the configuration, one sentence each. */
    public List<String> problems() {
        return configuration.problems(session.clock());
    }

    /**
     * The JSON schema of a stream's records: the manifest's, or asked of the API as the manifest says, or inferred from
     * the first records.
     *
     * @throws ReadException as {@link #streams}
     */
    public Map<String, @Nullable Object> schema(String stream) {
        return safely(() -> {
            StreamDefinition definition = find(stream).incremental();
            Value.Dict loaded = schemas().load(definition.schemaLoader());
            boolean none = loaded.entries().isEmpty() && source.compatibility() == Compatibility.DEFAULT;
            return JavaValues.map(none ? inferred(stream, definition) : loaded);
        });
    }

    private RecordSchemas schemas() {
        Prepared now = prepared();
        return new RecordSchemas(
                now.scope,
                records -> Records.first(1, records, now.values, client(), Slice.WHOLE).stream()
                        .findFirst());
    }

    private Value.Dict inferred(String stream, StreamDefinition definition) {
        InferredSchema schema = InferredSchema.empty();
        Slice newest = plan(stream, Optional.empty()).getLast();
        Records.first(INFERENCE_RECORDS, definition, prepared().values, client(), newest)
                .forEach(schema::seen);
        return schema.schema();
    }

    /**
     * Cuts a stream into slices up to now, oldest first.
     *
     * @throws ReadException as {@link #streams}
     */
    public List<Slice> plan(String stream, Optional<String> checkpoint) {
        return safely(() -> {
            Delegation delegation = new Delegation(prepared().scope);
            ManifestStream found = find(stream);
            Optional<String> from = delegation.checkpoint(found, checkpoint);
            return new SliceReader(delegation.choose(found, from), prepared().values, source.compatibility())
                    .plan(session.clock(), from);
        });
    }

    /**
     * Reads a slice. Failures of the API, the manifest or the configuration are results; only what the sink throws is
     * thrown. No request or wait begins after the deadline: the rest is deferred.
     */
    public SliceResult read(String stream, Slice slice, PageSink sink) {
        Supplier<SliceResult> read;
        try {
            read = safely(() -> reader(stream, slice, sink));
        } catch (ReadException failed) {
            return new SliceResult.Failed(failed.kind(), failed.reason());
        }
        return read.get();
    }

    private Supplier<SliceResult> reader(String stream, Slice planned, PageSink sink) {
        ManifestStream found = find(stream);
        List<String> problems = configuration.validations(session.clock());
        if (!problems.isEmpty()) {
            throw new ReadException(ReadException.Kind.CONFIG, String.join("; ", problems));
        }
        Delegation delegation = new Delegation(prepared().scope);
        Slice slice = delegation.slice(found, planned);
        StreamDefinition chosen = withSchema(delegation.choose(found, slice.checkpoint()));
        SliceReader reader = new SliceReader(chosen, prepared().values, source.compatibility());
        return () -> delegation.remember(found, reader.read(client(), slice, sink));
    }

    /** Casting needs the schema; for nothing else is the API asked for it, and once for all slices. */
    private StreamDefinition withSchema(StreamDefinition stream) {
        if (!stream.needsSchema()) {
            return stream;
        }
        String key = stream.path() + " " + stream.name();
        return stream.withSchema(
                prepared().schemas.computeIfAbsent(key, none -> schemas().load(stream.schemaLoader())));
    }

    private ManifestStream find(String stream) {
        return prepared()
                .streams
                .find(stream)
                .orElseThrow(() -> prepared().streams.unknown(stream));
    }

    @SuppressWarnings("UnusedException") // a cause could hold what its redacted message does not
    private <T> T safely(Supplier<T> action) {
        try {
            return action.get();
        } catch (ReadException failed) {
            throw new ReadException(failed.kind(), session.redactor().redact(failed.reason()));
        } catch (EvaluationException | ExpressionException | IllegalArgumentException failed) {
            throw new ReadException(
                    ReadException.Kind.CONFIG, session.redactor().redact(String.valueOf(failed.getMessage())));
        } catch (DeferredException deferred) {
            throw unmet(deferred.notBefore());
        } catch (RuntimeException unforeseen) {
            throw Unforeseen.failure(unforeseen, session.redactor());
        }
    }
}
