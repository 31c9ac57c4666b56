package dev.ingest.connector;

import dev.ingest.connector.http.ApiClient;
import dev.ingest.connector.http.ReadException;
import dev.ingest.connector.http.Redactor;
import dev.ingest.connector.manifest.EvaluationException;
import dev.ingest.connector.manifest.Manifest;
import dev.ingest.connector.manifest.ManifestException;
import dev.ingest.connector.manifest.PartitionRouter;
import dev.ingest.connector.manifest.Retriever;
import dev.ingest.connector.manifest.Source;
import dev.ingest.connector.manifest.StreamDefinition;
import dev.ingest.connector.read.PageSink;
import dev.ingest.connector.read.Slice;
import dev.ingest.connector.read.SliceReader;
import dev.ingest.connector.read.SliceResult;
import dev.ingest.expression.Value;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A loaded manifest: how to read one API. Immutable and thread-safe; credentials and schedules are not part of it.
 *
 * <p>A configuration is what the manifest's specification asks for, with its secrets filled in, in the types a JSON
 * library gives: strings, numbers, booleans, lists, maps.
 */
public final class Connector {
    /** The version of the language that manifests are read by: the Python CDK's. It is stored with every manifest. */
    public static final String LANGUAGE_VERSION = "7.28";

    private final Source source;

    private Connector(Source source) {
        this.source = source;
    }

    /**
     * Without custom components, as compatible as the manifest says.
     *
     * @throws ManifestException naming the component at fault by its path
     */
    public static Connector load(String manifestYaml) {
        return load(manifestYaml, Extensions.NONE);
    }

    /** @throws ManifestException naming the component at fault by its path */
    public static Connector load(String manifestYaml, Extensions extensions) {
        return new Connector(Manifest.parse(manifestYaml, extensions));
    }

    /**
     * As compatible as the caller says, whatever the manifest says.
     *
     * @throws ManifestException naming the component at fault by its path
     */
    public static Connector load(String manifestYaml, Compatibility compatibility) {
        return load(manifestYaml).with(compatibility);
    }

    /** The same manifest, read with another compatibility. */
    public Connector with(Compatibility compatibility) {
        return new Connector(source.with(compatibility));
    }

    public Compatibility compatibility() {
        return source.compatibility();
    }

    public String version() {
        return source.version();
    }

    public List<StreamInfo> streams() {
        return source.streams().stream().map(Connector::info).toList();
    }

    public Optional<StreamInfo> stream(String name) {
        return source.stream(name).map(Connector::info);
    }

    private static StreamInfo info(StreamDefinition stream) {
        return new StreamInfo(
                stream.name(),
                stream.primaryKey(),
                stream.cursor().map(cursor -> cursor.field().template().source()),
                JavaValues.map(stream.schema()),
                stream.cursor().isPresent(),
                parents(stream));
    }

    private static List<String> parents(StreamDefinition stream) {
        List<PartitionRouter> routers =
                switch (stream.retriever()) {
                    case Retriever.SimpleRetriever retriever -> retriever.routers();
                };
        return routers.stream()
                .flatMap(router -> switch (router) {
                    case PartitionRouter.ListRouter list -> Stream.<String>empty();
                    case PartitionRouter.SubstreamRouter(var parents) ->
                        parents.stream().map(parent -> parent.stream().name());
                })
                .toList();
    }

    /** The JSON schema of the configuration. */
    public Map<String, @Nullable Object> spec() {
        return JavaValues.map(source.spec().connectionSpecification());
    }

    /** What is wrong with a configuration, one sentence each; empty if nothing is. Values are never quoted. */
    public List<String> validateConfig(Map<String, ?> config) {
        return ConfigCheck.problems(source.spec().connectionSpecification(), JavaValues.dict(config));
    }

    /**
     * Cuts a stream into slices, oldest first, without calling the API.
     *
     * @param checkpoint the cursor of the last completed slice
     * @param now where an open end lies
     * @throws ReadException of kind CONFIG; its message holds no secrets
     */
    @SuppressWarnings("UnusedException") // a cause could hold what its redacted message does not
    public List<Slice> plan(String stream, Map<String, ?> config, Optional<String> checkpoint, Instant now) {
        Value.Dict values = JavaValues.dict(config);
        Redactor redactor = new Redactor();
        hideSecrets(values, redactor);
        try {
            return new SliceReader(definition(stream), values).plan(Clock.fixed(now, ZoneOffset.UTC), checkpoint);
        } catch (ReadException failed) {
            throw new ReadException(failed.kind(), redactor.redact(failed.reason()));
        } catch (EvaluationException failed) {
            throw new ReadException(ReadException.Kind.CONFIG, redactor.redact(stream + ": " + failed.getMessage()));
        }
    }

    /**
     * Reads a slice. Failures of the API, the manifest or the configuration are results; only what the sink throws is
     * thrown.
     *
     * @param deadline no request or wait begins after it: the rest is deferred
     */
    public SliceResult read(
            String stream,
            Map<String, ?> config,
            Slice slice,
            ConnectorSession session,
            Instant deadline,
            PageSink sink) {
        Value.Dict values = JavaValues.dict(config);
        hideSecrets(values, session.http().redactor());
        Optional<StreamDefinition> definition = source.stream(stream);
        if (definition.isEmpty()) {
            return new SliceResult.Failed(ReadException.Kind.CONFIG, unknown(stream));
        }
        ApiClient client = new ApiClient(session.http(), source, deadline);
        return new SliceReader(definition.get(), values).read(client, slice, sink);
    }

    /** Reads the first page of each stream the manifest names for this. No records is a success. */
    public CheckResult check(Map<String, ?> config, ConnectorSession session, Instant deadline) {
        List<String> problems = validateConfig(config);
        if (!problems.isEmpty()) {
            return new CheckResult.Failed(ReadException.Kind.CONFIG, String.join("; ", problems));
        }
        for (String stream : source.check().streamNames()) {
            SliceResult result = firstPage(stream, config, session, deadline);
            if (result instanceof SliceResult.Failed(var kind, var message)) {
                return new CheckResult.Failed(kind, message);
            }
            if (result instanceof SliceResult.Deferred deferred && deferred.pages() == 0) {
                return new CheckResult.Failed(
                        ReadException.Kind.RATE_LIMIT, "the API asks to wait until " + deferred.notBefore());
            }
        }
        return new CheckResult.Succeeded();
    }

    private SliceResult firstPage(String stream, Map<String, ?> config, ConnectorSession session, Instant deadline) {
        try {
            List<Slice> slices =
                    plan(stream, config, Optional.empty(), session.clock().instant());
            return read(stream, config, slices.getFirst(), session, deadline, page -> PageSink.Flow.STOP);
        } catch (ReadException invalid) {
            return new SliceResult.Failed(invalid.kind(), invalid.reason());
        }
    }

    private void hideSecrets(Value.Dict config, Redactor redactor) {
        ConfigCheck.secrets(source.spec().connectionSpecification(), config, redactor::add);
    }

    private StreamDefinition definition(String name) {
        return source.stream(name).orElseThrow(() -> new ReadException(ReadException.Kind.CONFIG, unknown(name)));
    }

    private String unknown(String stream) {
        return "the connector has no stream '" + stream + "' (expected one of "
                + source.streams().stream().map(StreamDefinition::name).toList() + ")";
    }
}
