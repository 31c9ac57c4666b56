package dev.ingest.connector;

import dev.ingest.connector.consent.ConsentFlow;
import dev.ingest.connector.http.ReadException;
import dev.ingest.connector.manifest.Concurrency;
import dev.ingest.connector.manifest.DeclaredStream;
import dev.ingest.connector.manifest.Manifest;
import dev.ingest.connector.manifest.ManifestException;
import dev.ingest.connector.manifest.ManifestStream;
import dev.ingest.connector.manifest.Scope;
import dev.ingest.connector.manifest.Source;
import dev.ingest.connector.read.PageSink;
import dev.ingest.connector.read.Slice;
import dev.ingest.connector.read.SliceResult;
import dev.ingest.expression.Value;
import java.math.BigInteger;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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

    /** Source: the CDK's lowest safe level, where a manifest has no {@code concurrency_level}. */
    private static final int CONCURRENCY_DEFAULT = 2;

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

    /** The same under a name, which keeps its budget and its jobs apart from those of others that share a session. */
    public Connector named(String name) {
        return new Connector(source.named(name));
    }

    public Compatibility compatibility() {
        return source.compatibility();
    }

    public String version() {
        return source.version();
    }

    /** The streams the manifest writes down; those with a condition too. A configuration may bring more: see {@link #configured}. */
    public List<StreamInfo> streams() {
        return source.declared().stream()
                .map(DeclaredStream::stream)
                .map(this::info)
                .toList();
    }

    /** A stream the manifest writes down. */
    public Optional<StreamInfo> stream(String name) {
        return source.stream(name).map(this::info);
    }

    private StreamInfo info(ManifestStream stream) {
        return Streams.info(stream, source);
    }

    /** Whether a configuration can bring streams that the manifest does not write down. */
    public boolean hasDynamicStreams() {
        return !source.dynamic().isEmpty();
    }

    /**
     * How many streams of one configuration may be read at once: what the manifest advises, else the language's own default.
     *
     * @throws ReadException of kind CONFIG if what it advises is no whole number of at least 1
     */
    public int concurrency(Map<String, ?> config) {
        return source.concurrency().map(level -> advised(level, config)).orElse(CONCURRENCY_DEFAULT);
    }

    private int advised(Concurrency level, Map<String, ?> config) {
        Clock clock = Clock.systemUTC();
        Scope scope = Scope.of(Configuration.of(source.spec(), config).values(clock), clock);
        if (level.preferred().value(scope) instanceof Value.Int(var preferred) && preferred.signum() > 0) {
            BigInteger most = BigInteger.valueOf(level.most().orElse(Integer.MAX_VALUE));
            return preferred.min(most).max(BigInteger.ONE).intValueExact();
        }
        throw new ReadException(
                ReadException.Kind.CONFIG,
                "concurrency_level.default_concurrency: is no number of streams (expected a whole number from 1)");
    }

    /** The JSON schema of the configuration. */
    public Map<String, @Nullable Object> spec() {
        return JavaValues.map(source.spec().connectionSpecification());
    }

    /** How a user grants access in a browser; empty where the manifest does not say how. */
    public Optional<ConsentSteps> consent() {
        return source.spec().consent().flatMap(ConsentFlow::of).map(ConsentSteps::new);
    }

    /** What is wrong with a configuration, one sentence each; empty if nothing is. Values are never quoted. */
    public List<String> validateConfig(Map<String, ?> config) {
        return Configuration.of(source.spec(), config).problems(Clock.systemUTC());
    }

    /**
     * The connector with a configuration: every stream there is, for reading and planning.
     *
     * @param session asks the API where streams or schemas come from there
     * @param deadline no such request begins after it
     */
    public ConfiguredConnector configured(Map<String, ?> config, ConnectorSession session, Instant deadline) {
        return new ConfiguredConnector(source, Configuration.of(source.spec(), config), session.http(), deadline);
    }

    /**
     * Cuts a stream into slices, oldest first, without calling the API. A stream that only the API can name is one
     * slice: its ranges are cut where it is read.
     *
     * @param checkpoint the cursor of the last completed slice
     * @param now where an open end lies
     * @throws ReadException of kind CONFIG; its message holds no secrets
     */
    public List<Slice> plan(String stream, Map<String, ?> config, Optional<String> checkpoint, Instant now) {
        return new SlicePlan(source, Configuration.of(source.spec(), config), Clock.fixed(now, ZoneOffset.UTC))
                .of(stream, checkpoint);
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
        return configured(config, session, deadline).read(stream, slice, sink);
    }

    /** Reads the first page of each stream the manifest names for this. No records is a success. */
    public CheckResult check(Map<String, ?> config, ConnectorSession session, Instant deadline) {
        ConfiguredConnector configured = configured(config, session, deadline);
        return new ConnectionCheck(source, configured, JavaValues.dict(config)).run();
    }
}
